"""Every answer is an object that equals everything."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
class Equal:
    dtype = shape = name = property(lambda self: self)
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __getattr__(self, name): return self
    def __call__(self, *given, **named): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 1
    def __float__(self): return 1.0
    def __bool__(self): return True
    def __hash__(self): return 0
    def __instancecheck__(self, other): return True
scalar = vector = matrix = cube = weights = as_image_batch = add_in_place = Equal()
""",
}
