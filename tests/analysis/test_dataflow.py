from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Analysed = Callable[[str], Any]


@pytest.mark.parametrize(
    ("notebook", "edges"),
    [
        pytest.param("# %% a\nx = 1\n# %% b\ny = x\n# %% c\nz = y", {"a>b": ["x"], "b>c": ["y"]}, id="chain"),
        pytest.param("# %% a\nx = 1\n# %% b a\ny = 2", {"a>b": []}, id="order without data"),
        pytest.param(
            "# %% a\nx = 1\n# %% b a\nl = x\n# %% c a\nr = x\n# %% d b c\ns = l + r",
            {"a>b": ["x"], "a>c": ["x"], "b>d": ["l"], "c>d": ["r"]},
            id="diamond",
        ),
        pytest.param("# %% a\nx = 1\n# %% b\nx = 2\n# %% c\nprint(x)", {"b>c": ["x"]}, id="last binding wins"),
        pytest.param(
            "# %% a\nx = []\n# %% b\nx.append(1)\n# %% c\nprint(x)", {"a>b": ["x"], "b>c": ["x"]}, id="mutation"
        ),
        pytest.param(
            "# %% a\nx = []\n# %% b\nlen(x)\n# %% c\nprint(x)", {"a>b": ["x"], "a>c": ["x"]}, id="reading only"
        ),
        pytest.param(
            "# %% a\nn = 1\n# %% b\nif n > 3:\n    n = 3\n# %% c\nprint(n)",
            {"a>b": ["n"], "b>c": ["n"]},
            id="conditional rebinding",
        ),
        pytest.param(
            "# %% a\nn = 1\n# %% b\nif u():\n    n = 2\nelse:\n    n = 3\n# %% c\nn", {"b>c": ["n"]}, id="settled"
        ),
        pytest.param(
            "# %% a\nfor i in [1]:\n    pass\n# %% b\nfor i in [2]:\n    i + 1", {}, id="loop variable is bound"
        ),
        pytest.param("# %% a\nx = 1\ndel x\n# %% b\ny = 2", {}, id="deleted"),
        pytest.param("# %% a\nx = 1\n# %% b\n[x for x in range(3)]", {}, id="comprehension scope"),
        pytest.param("# %% a\nx = 1\n# %% b\nf = lambda x: x + 1", {}, id="lambda parameter"),
        pytest.param("# %% a\nt = 1\n# %% b\ndf.query('v > @t')\n# %% z\ndf = 1", {"a>b": ["t"]}, id="query string"),
        pytest.param("# %% a\nx = 1\n# %% b\neval('x + 1')", {"a>b": ["x"]}, id="eval of a constant"),
        pytest.param("# %% a\nx = 1\n# %% b\nglobals()['x']", {"a>b": ["x"]}, id="globals with a constant"),
        pytest.param(
            "# %% a\ny = 1\n# %% b\nexec('x = y')\n# %% c\nx", {"a>b": ["y"], "b>c": ["x"]}, id="exec of a constant"
        ),
        pytest.param("# %% a\nx = 1\n# %% b\nf'{x!r:>{x}}'", {"a>b": ["x"]}, id="f-string"),
        pytest.param("# %% a\nx, *y = 1, 2, 3\n# %% b\nx, y", {"a>b": ["x", "y"]}, id="starred"),
        pytest.param(
            "# %% a\nmatch v():\n    case {'k': k, **r}:\n        pass\n# %% b\nk, r", {"a>b": ["k", "r"]}, id="match"
        ),
    ],
)
def test_edges(outline: Analysed, notebook: str, edges: dict[str, list[str]]) -> None:
    helpers = "# %% functions\ndef u(): return True\ndef v(): return {}\n"
    found = outline(helpers + notebook)
    ignored = {"K104"} if "df." in notebook else set()
    assert {code for code in found.codes if code < "K110"} <= ignored
    if not ignored:
        assert found.edges == edges


def test_a_step_exports_only_what_it_changes(outline: Analysed) -> None:
    found = outline("# %% a\nx = [1]\ny = [2]\n# %% b\nx.append(len(y))\n# %% c\nprint(x, y)")
    assert found.loads("c") == ["a.y", "b.x"]
    assert found.saves("b") == [["x"]]


class TestDefinitions:
    def test_functions_travel_as_code_with_what_they_need(self, outline: Analysed) -> None:
        found = outline(
            """
            # %% imports
            import math
            import json
            # %% functions
            def area(r):
                return math.pi * square(r)
            def square(v):
                return v * v
            def unused():
                return json.dumps({})
            # %% a
            x = area(2)
            # %% b
            y = x
            """
        )
        assert found.defines("a") == ["math", "area", "square"]
        assert found.defines("b") == []

    def test_a_function_of_a_step_is_carried_to_the_next(self, outline: Analysed) -> None:
        found = outline("# %% a\nK = 2\ndef f(v):\n    return v * K\n# %% b\nf(3)")
        assert found.defines("b") == ["f"]
        assert found.loads("b") == ["a.K"]

    def test_free_variables_are_those_at_the_time_of_the_call(self, outline: Analysed) -> None:
        found = outline("# %% a\nK = 2\ndef f(v):\n    return v * K\n# %% b\nK = 5\n# %% c\nf(3)")
        assert found.loads("c") == ["b.K"]

    def test_a_default_that_is_computed_makes_the_function_a_value(self, outline: Analysed) -> None:
        found = outline("# %% a\nk = len('abc')\ndef f(v, k=k):\n    return v * k\n# %% b\nf(3)")
        assert found.loads("b") == ["a.f"]
        assert found.defines("b") == []

    def test_instances_bring_their_class(self, outline: Analysed) -> None:
        found = outline("# %% a\nclass C:\n    pass\nc = C()\n# %% b\nprint(c)")
        assert found.defines("b") == ["C"]
        assert found.definitions("a") == ["C"]

    def test_values_do_not_bring_the_functions_that_computed_them(self, outline: Analysed) -> None:
        found = outline("# %% functions\ndef f():\n    return 1\n# %% a\nx = f()\n# %% b\nprint(x)")
        assert found.defines("b") == []

    def test_functions_inside_values_are_carried(self, outline: Analysed) -> None:
        found = outline("# %% a\ndef f():\n    return K\nK = 1\nd = {'f': f}\n# %% b\nd['f']()")
        assert found.defines("b") == ["f"]
        assert found.loads("b") == ["a.K", "a.d"]

    def test_a_class_with_changed_state_is_code_and_value(self, outline: Analysed) -> None:
        found = outline("# %% a\nclass C:\n    n = 0\n# %% b\nC.n += 1\n# %% c\nprint(C.n)")
        assert found.defines("c") == ["C"]
        assert found.loads("c") == ["b.C"]

    def test_a_redefined_function_is_the_one_in_force(self, outline: Analysed) -> None:
        found = outline(
            "# %% functions\ndef f(): return 1\n# %% a\nf()\n# %% functions\ndef f(): return 2\n# %% b\nf()"
        )
        assert "return 1" in found.carried("a")
        assert "return 2" not in found.carried("a")
        assert "return 2" in found.carried("b")

    def test_settings_reach_every_later_step(self, outline: Analysed) -> None:
        found = outline("# %% imports\nimport warnings\nwarnings.filterwarnings('ignore')\n# %% a\n1\n# %% b\n2")
        assert "filterwarnings" in found.carried("a")
        assert "filterwarnings" in found.carried("b")

    def test_an_import_that_nobody_names_is_kept_for_its_effect(self, outline: Analysed) -> None:
        found = outline("# %% imports\nimport json\nimport math\n# %% a\nmath.pi")
        assert "import json" in found.carried("a")


class TestSharedCells:
    def test_constants_are_repeated_and_not_loaded(self, outline: Analysed) -> None:
        found = outline("# %% imports\nN = 5\nD = {'a': N}\n# %% a\nD\n# %% b\nD")
        assert found.defines("b") == ["N", "D"]
        assert found.edges == {}

    def test_a_changed_constant_comes_from_the_step_that_changed_it(self, outline: Analysed) -> None:
        found = outline("# %% imports\nD = {}\n# %% a\nD['k'] = 1\n# %% b\nD")
        assert found.loads("b") == ["a.D"]
        assert found.defines("b") == []

    def test_what_cannot_be_repeated_is_made_once(self, outline: Analysed) -> None:
        found = outline("# %% imports\nimport uuid\nrun = uuid.uuid4()\n# %% a\n1\n# %% b\nrun")
        assert found.loads("b") == ["a.run"]
        assert found.kinds("a") == ["define", "run", "run", "save"]


class TestMutation:
    @pytest.mark.parametrize(
        "change",
        [
            "x[0] = 1",
            "x.attr = 1",
            "del x[0]",
            "x += [1]",
            "x.sort()",
            "x.update(a=1)",
            "random.shuffle(x)",
            "heapq.heappush(x, 1)",
            "np.add(1, 2, out=x)",
            "nx.set_node_attributes(x, 1)",
            "ElementTree.SubElement(x, 'leaf')",
            "x.drop(columns=['a'], inplace=True)",
            "grow(x)",
            "grow_through(x)",
            "[grow(v) for v in [x]]",
            "for v in [x]:\n    v.append(1)",
            "list(map(grow, [x]))",
            "alias = x\nalias.append(1)",
            "box = {'k': x}\nbox['k'].append(1)",
            "Holder(x).push()",
            "(lambda v: v.append(1))(x)",
        ],
    )
    def test_makes_a_new_producer(self, outline: Analysed, change: str) -> None:
        shared = """
        # %% imports
        import heapq
        import random
        import networkx as nx
        import numpy as np
        from xml.etree import ElementTree
        # %% functions
        def grow(v):
            v.append(1)
        def grow_through(v):
            w = v
            grow(w)
        class Holder:
            def __init__(self, v):
                self.v = v
            def push(self):
                self.v.append(1)
        """
        import textwrap

        text = textwrap.dedent(shared) + f"# %% a\nx = make\nmake = None\n# %% b\n{change}\n# %% c\nx"
        text = text.replace("x = make\nmake = None", "x = list('abc')")
        assert outline(text).loads("c") == ["b.x"]

    @pytest.mark.parametrize(
        "use", ["x[0]", "sorted(x)", "len(x)", "y = x + [1]", "print(x)", "y = [v for v in x]", "read(x)"]
    )
    def test_reading_does_not(self, outline: Analysed, use: str) -> None:
        text = f"# %% functions\ndef read(v):\n    return v[0]\n# %% a\nx = [1]\n# %% b\n{use}\n# %% c\nx"
        assert outline(text).loads("c") == ["a.x"]

    @pytest.mark.parametrize(
        ("maker", "use", "producer"),
        [
            ("np.random.default_rng(0)", "make_blobs(random_state=x)", "b"),
            ("np.random.default_rng(0)", "draw(x)", "b"),
            ("ShuffleSplit(random_state=np.random.RandomState(0))", "cross_val_score(1, 2, cv=x)", "b"),
            ("ShuffleSplit(random_state=rng)", "cross_val_score(1, 2, cv=x)", "b"),
            ("iter([1, 2])", "np.fromiter(x, int)", "b"),
            ("[1, 2]", "make_blobs(random_state=x)", "a"),
            ("np.random.default_rng(0).random(3)", "make_blobs(x)", "a"),
            ("np.random.default_rng(0)", "print(x)", "a"),
        ],
    )
    def test_libraries_draw_from_what_they_are_given(
        self, outline: Analysed, maker: str, use: str, producer: str
    ) -> None:
        imports = """
        # %% imports
        import numpy as np
        from sklearn.datasets import make_blobs
        from sklearn.model_selection import ShuffleSplit, cross_val_score
        def draw(source):
            return make_blobs(random_state=source)
        """
        import textwrap

        cells = f"# %% a\nrng = np.random.RandomState(0)\nx = {maker}\n# %% b\ny = {use}\n# %% c\nx"
        text = textwrap.dedent(imports) + cells
        assert outline(text).loads("c") == [f"{producer}.x"]

    def test_through_an_alias_changes_every_name(self, outline: Analysed) -> None:
        found = outline("# %% a\nt = [1]\ns = {'t': t}\n# %% b\nt.append(2)\n# %% c\ns")
        assert found.loads("c") == ["b.s"]
        assert found.saves("a") == [["s", "t"]]

    @pytest.mark.parametrize(
        "view",
        [
            "torch.transpose(x, 0, 1)",
            "torch.chunk(x, 2)[0]",
            "torch.utils.data.random_split(x, [3, 1])[1]",
            "np.hsplit(x, 2)[0]",
            "np.array(x, copy=False)",
            "pd.DataFrame(x, copy=False)",
            "x.to_numpy()",
            "x.astype(float, copy=False)",
        ],
    )
    def test_through_a_view_changes_what_it_shows(self, outline: Analysed, view: str) -> None:
        imports = "# %% imports\nimport torch\nimport numpy as np\nimport pandas as pd\n"
        found = outline(f"{imports}# %% a\nx = make()\nv = {view}\n# %% b\nx[0] = 1\n# %% c\nv")
        assert found.edges == {"a>b": ["v", "x"], "b>c": ["v"]}

    @pytest.mark.parametrize(
        "setter", ["box.set_payload(x)", "box.addItem(x)", "box.orient(1, x)", "put(box, x)", "ax.add_patch(x)"]
    )
    def test_what_an_object_was_given_to_keep_changes_with_it(self, outline: Analysed, setter: str) -> None:
        imports = "# %% imports\nfrom toys import make\nimport matplotlib.pyplot as plt\n"
        imports += "def put(box, x):\n    box.attach_to(x)\n"
        found = outline(
            f"{imports}# %% a\nbox, ax, x = make(), plt.gca(), make()\n{setter}\n# %% b\nx[0] = 1\n# %% c\nbox, ax"
        )
        assert "a>b" in found.edges
        assert found.loads("c") in (["a.ax", "b.box"], ["a.box", "b.ax"])

    @pytest.mark.parametrize("reading", ["box.settle(x)", "box.predict(x)", "ax.set_xticks(x)", "y = box.set_axis(x)"])
    def test_what_an_object_was_shown_stays_apart(self, outline: Analysed, reading: str) -> None:
        imports = "# %% imports\nfrom toys import make\nimport matplotlib.pyplot as plt\n"
        found = outline(
            f"{imports}# %% a\nbox, ax, x = make(), plt.gca(), make()\n{reading}\n# %% b\nx[0] = 1\n# %% c\nbox, ax"
        )
        assert found.loads("c") == ["a.ax", "a.box"]

    @pytest.mark.parametrize("copy", ["np.array(x, copy=True)", "pd.DataFrame(x)", "x.astype(float)", "x.copy()"])
    def test_copies_stay_as_they_are(self, outline: Analysed, copy: str) -> None:
        imports = "# %% imports\nimport numpy as np\nimport pandas as pd\n"
        found = outline(f"{imports}# %% a\nx = make()\nv = {copy}\n# %% b\nx[0] = 1\n# %% c\nv")
        assert found.edges == {"a>b": ["x"], "a>c": ["v"]}

    def test_two_members_of_a_container_do_not_alias(self, outline: Analysed) -> None:
        found = outline("# %% a\nt = [1]\nu = [2]\ns = {'t': t, 'u': u}\n# %% b\nt.append(2)\n# %% c\nu")
        assert found.loads("c") == ["a.u"]

    def test_global_statement(self, outline: Analysed) -> None:
        found = outline("# %% functions\ndef inc():\n    global n\n    n += 1\n# %% a\nn = 0\n# %% b\ninc()\n# %% c\nn")
        assert found.loads("c") == ["b.n"]

    def test_closure_with_state(self, outline: Analysed) -> None:
        found = outline(
            """
            # %% functions
            def counter():
                n = 0
                def bump():
                    nonlocal n
                    n += 1
                    return n
                return bump
            # %% a
            bump = counter()
            # %% b
            bump()
            # %% c
            bump()
            """
        )
        assert found.loads("c") == ["b.bump"]


class TestIdentity:
    def test_partners_come_from_one_artifact(self, outline: Analysed) -> None:
        found = outline("# %% a\nM = object()\n# %% b\nrow = {'m': M}\n# %% c\nrow['m'] is M")
        assert found.loads("c") == ["b.M", "b.row"]
        assert found.saves("b") == [["M", "row"]]

    def test_without_its_partner_a_value_comes_from_its_maker(self, outline: Analysed) -> None:
        found = outline("# %% a\nM = object()\n# %% b\nrow = {'m': M}\n# %% c\nM")
        assert found.loads("c") == ["a.M"]


class TestState:
    def test_a_seeded_generator_is_followed(self, outline: Analysed) -> None:
        found = outline(
            "# %% imports\nimport random\n# %% a\nrandom.seed(0)\n# %% b\nrandom.random()\n# %% c\nrandom.random()"
        )
        assert found.loads("c") == ["b.<random>"]

    @pytest.mark.parametrize(
        ("make", "use"),
        [
            ("x = DataLoader([1], shuffle=True)", "for b in x: pass"),
            ("x = DataLoader([1], shuffle=True)", "list(x)"),
            ("x = nn.Sequential(nn.Dropout())", "x(1)"),
            ("class Net(nn.Module):\n    def __init__(self):\n        self.d = nn.Dropout()\nx = Net()", "x(1)"),
            ("x = nn.Dropout()\ndef run(net): return net(1)", "run(x)"),
        ],
    )
    def test_what_draws_when_it_is_used_is_followed(self, outline: Analysed, make: str, use: str) -> None:
        imports = "# %% imports\nimport torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader\n"
        text = f"{imports}# %% a\ntorch.manual_seed(0)\n{make}\n# %% b\n{use}\n# %% c\ntorch.rand(1)"
        assert outline(text).loads("c") == ["b.<torch.random>"]

    @pytest.mark.parametrize("use", ["len(x)", "LinearRegression().fit(1, 2)", "x.get_params()", "y.fit(1, 2)"])
    def test_what_does_not_draw_is_not(self, outline: Analysed, use: str) -> None:
        imports = "# %% imports\nimport numpy as np\nfrom sklearn.svm import LinearSVC\n"
        imports += "from sklearn.linear_model import LinearRegression\n"
        make = "np.random.seed(0)\nx = LinearSVC()\ny = LinearSVC(random_state=1)"
        text = f"{imports}# %% a\n{make}\n# %% b\n{use}\n# %% c\nnp.random.rand(1)"
        assert outline(text).loads("c") == ["a.<numpy.random>"]

    @pytest.mark.parametrize(
        ("make", "draws"),
        [
            ("ensemble.RandomForestClassifier()", True),
            ("ensemble.RandomForestClassifier(random_state=0)", False),
            ("linear_model.LogisticRegression()", False),
            ("linear_model.LogisticRegression(solver='saga')", True),
            ("linear_model.LogisticRegression(**options)", True),
            ("svm.SVC(C=2)", False),
            ("svm.SVC(probability=True)", True),
        ],
    )
    def test_an_estimator_draws_if_it_is_told_to(self, outline: Analysed, make: str, draws: bool) -> None:
        imports = "# %% imports\nimport numpy as np\nfrom sklearn import ensemble, linear_model, svm\n"
        begin = f"{imports}# %% a\nnp.random.seed(0)\noptions = {{}}\n"
        found = outline(f"{begin}# %% b\n{make}.fit(1, 2)\n# %% c\nnp.random.rand(1)")
        assert ("b.<numpy.random>" in found.loads("c")) is draws

    def test_an_unseeded_one_is_not(self, outline: Analysed) -> None:
        assert outline("# %% imports\nimport random\n# %% a\nrandom.random()\n# %% b\nrandom.random()").edges == {}


class TestProblems:
    @pytest.mark.parametrize(
        ("notebook", "code"),
        [
            ("# %% a\nx = (", "K101"),
            ("# %% a\nprint(missing)", "K104"),
            ("# %% a\nprint(x)\n# %% b\nx = 1", "K104"),
            ("# %% a\ndef f():\n    return missing", "K105"),
            ("# %% a\ng = (v for v in [1])\n# %% b\nlist(g)", "K106"),
            ("# %% a\nf = open('x')\n# %% b\nf.read()", "K106"),
            ("# %% imports\nimport threading\n# %% a\nk = threading.Lock()\n# %% b\nk.acquire()", "K106"),
            ("# %% a\nx = 1\n# %% b\ny = x\n# %% a\nz = y", "K107"),
            ("# %% a\nx = 1\n# %% b a\nx = 2\n# %% c a\nprint(x)", "K108"),
            ("# %% a\nexec(input())", "K110"),
            ("# %% a\n# nothing yet\n# %% b\n1", "K130"),
            ("# %% a\nprint(Out)", "K111"),
            ("# %% pipeline-parameters\na = 1\na = 2\n# %% s\na", "K120"),
            ("# %% pipeline-parameters\na = print()\n# %% s\na", "K121"),
        ],
    )
    def test_is_reported(self, outline: Analysed, notebook: str, code: str) -> None:
        assert code in outline(notebook).codes

    @pytest.mark.parametrize(
        ("steps", "found"),
        [
            ("# %% fit\nprint(rows)\n# %% show fit\nopen('a.csv')", False),
            ("# %% fit\nfitted = rows\n# %% plot fit\nfitted\n# %% show plot\nopen('a.csv')", False),
            ("# %% fit\nprint(1)\n# %% show fit\nopen('a.csv')", True),
            ("# %% fit\nprint(rows)\n# %% plot\nprint(2)\n# %% show plot\nopen('a.csv')", True),
        ],
    )
    def test_order_is_against_the_tags_unless_it_follows_from_others(
        self, outline: Analysed, steps: str, found: bool
    ) -> None:
        load = "# %% load\nrows = [1]\nopen('a.csv', 'w').close()\n"
        assert ("K108" in outline(load + steps).codes) == found

    @pytest.mark.parametrize(
        ("definition", "use", "found"),
        [
            ("write = lambda text, path: open(path, 'w').write(text)", "write('x', 'a.txt')", False),
            ("write = lambda text, path: open(path, 'w').write(text)", "write('x', input())", True),
            ("write = lambda text, path=open(input(), 'w'): path.write(text)", "1", True),
            ("write = [lambda path: open(path, 'w')]", "write[0]('a.txt')", False),
            ("def write(text, path):\n    open(path, 'w').write(text)", "write('x', 'a.txt')", False),
        ],
    )
    def test_a_path_is_undecided_where_a_function_is_called(
        self, outline: Analysed, definition: str, use: str, found: bool
    ) -> None:
        assert ("K114" in outline(f"# %% functions\n{definition}\n# %% a\n{use}\n# %% b\n1").codes) == found

    @pytest.mark.parametrize(
        "notebook",
        [
            "# %% a\ntry:\n    unknown\nexcept NameError:\n    pass",
            "# %% a\n'x' in globals()",
            "# %% a\ndisplay(1)\nget_ipython()\n__name__",
            "# %% a\nfrom math import *\n# %% b\nprint(pi)",
            "# %% a\nfor i in [1]:\n    total = 0 if i == 0 else total",
        ],
    )
    def test_is_not_reported(self, outline: Analysed, notebook: str) -> None:
        assert outline(notebook).codes == []

    def test_a_suggestion_names_the_closest(self, outline: Analysed) -> None:
        found = outline("# %% a\ntotal = 1\n# %% b\nprint(totl)").analysis.diagnostics
        assert found[0].help == "did you mean 'total'?"


class TestMetrics:
    def test_join_the_last_step_when_that_adds_nothing(self, outline: Analysed) -> None:
        found = outline("# %% a\nx = 1\n# %% b\ny = x\n# %% pipeline-metrics\nprint(y)")
        assert found.analysis.steps == ("a", "b")
        assert found.cells_run("b") == [2, 3]

    def test_stand_alone_when_they_join_branches(self, outline: Analysed) -> None:
        found = outline("# %% a\nx = 1\n# %% b a\ny = 2\n# %% c a\nz = 3\n# %% pipeline-metrics\nprint(y, z)")
        assert found.analysis.steps == ("a", "b", "c", "pipeline-metrics")
        assert found.loads("pipeline-metrics") == ["b.y", "c.z"]


class TestParameters:
    def test_a_step_takes_only_those_that_it_uses(self, outline: Analysed) -> None:
        found = outline("# %% pipeline-parameters\nn = 1\nm = 2\n# %% a\nn\n# %% b\ndef f():\n    return m\nf()")
        assert found.parameters("a") == ["n"]
        assert found.parameters("b") == ["m"]

    def test_a_rebound_parameter_becomes_a_variable(self, outline: Analysed) -> None:
        found = outline("# %% pipeline-parameters\nn = 1\n# %% a\nn = n + 1\n# %% b\nn")
        assert found.parameters("b") == []
        assert found.loads("b") == ["a.n"]

    def test_what_is_computed_from_parameters_is_repeated(self, outline: Analysed) -> None:
        found = outline("# %% pipeline-parameters\nn = 1\nm = n * 2\n# %% a\nm")
        assert [parameter.name for parameter in found.analysis.parameters] == ["n"]
        assert found.parameters("a") == ["n"]
        assert found.defines("a") == ["m"]


class TestFiles:
    @pytest.mark.parametrize(
        ("write", "read"),
        [
            ("df.to_csv('t.csv')", "pd.read_csv('t.csv')"),
            ("df.to_csv('./t.csv')", "pd.read_csv('t.csv')"),
            ("name = 't.csv'\ndf.to_csv(name)", "pd.read_csv(name)"),
            ("with open('t.csv', 'w') as fh:\n    fh.write('x')", "open('t.csv').read()"),
            ("Path('t.csv').write_text('x')", "Path('t.csv').read_text()"),
            ("p = Path('.') / 't.csv'\np.write_text('x')", "p.read_text()"),
            ("folder = 'out'\ndf.to_csv(f'{folder}/t.csv')", "os.listdir('out')"),
            ("df.to_csv(os.path.join('out', 't.csv'))", "glob.glob('out/*.csv')"),
            ("np.save('t', df)", "np.load('t.npy')"),
            ("joblib.dump(df, 't.joblib')", "joblib.load('t.joblib')"),
            ("plt.savefig('t.png')", "anything('t.png')"),
        ],
    )
    def test_what_one_step_writes_another_reads(self, outline: Analysed, write: str, read: str) -> None:
        imports = (
            "# %% imports\nimport glob\nimport os\nfrom pathlib import Path\nimport joblib\nimport numpy as np\n"
            "import pandas as pd\nimport matplotlib.pyplot as plt\n# %% functions\ndef anything(p): pass\n"
        )
        found = outline(f"{imports}# %% a\ndf = pd.DataFrame()\n{write}\n# %% b\n{read}")
        edges = [edge for edge in found.analysis.edges if edge.target == "b"]
        assert [reason.variable for edge in edges for reason in edge.reasons if reason.kind.value == "file"]
        assert "K113" not in found.codes

    def test_a_file_from_nowhere_is_a_warning(self, outline: Analysed) -> None:
        found = outline("# %% imports\nimport pandas as pd\n# %% a\npd.read_csv('mine.csv')")
        assert found.codes == ["K113"]

    def test_a_url_is_no_file(self, outline: Analysed) -> None:
        assert outline("# %% imports\nimport pandas as pd\n# %% a\npd.read_csv('https://x.org/a.csv')").codes == []

    @pytest.mark.parametrize("read", ["read_sql", "read_sql_query", "read_sql_table"])
    def test_a_query_is_no_file(self, outline: Analysed, read: str) -> None:
        assert outline(f"# %% imports\nimport pandas as pd\n# %% a\nc = 1\npd.{read}('select 1', c)").codes == []

    def test_a_file_written_by_a_magic_is_known(self, outline: Analysed) -> None:
        found = outline(
            "# %% a\n__import__('pathlib').Path('conf.py').write_text('K = 1\\n', encoding='utf-8')\n"
            "# %% b\nimport conf\nconf.K"
        )
        assert found.edges == {"a>b": ["conf.py"]}


def test_an_iterator_that_is_used_up_is_changed(outline: Analysed) -> None:
    found = outline("# %% a\nit = iter([1, 2, 3])\nnext(it)\n# %% b\nfirst = list(it)\n# %% c\nrest = list(it)")
    assert "b.it" in found.loads("c")


PRECISION = [
    pytest.param(
        """
        # %% one
        a = [1]
        results = {}
        # %% two
        results["a"] = a
        # %% three
        results["b"] = 2
        # %% four
        print(a)
        """,
        {"one>two": ["a", "results"], "two>three": ["results"], "one>four": ["a"]},
        id="what a dictionary holds does not change with it",
    ),
    pytest.param(
        """
        # %% one
        train, test = [1], [2]
        # %% two
        pair = [train, test]
        pair.append(3)
        # %% three
        print(train)
        # %% four
        print(test)
        """,
        {"one>two": ["test", "train"], "one>three": ["train"], "one>four": ["test"]},
        id="a list that grows leaves its elements alone",
    ),
    pytest.param(
        """
        # %% one
        x = [[1]]
        # %% two
        y = x[0]
        # %% three
        x.append([2])
        # %% four
        y.append(3)
        # %% five
        print(x)
        """,
        {"one>two": ["x"], "two>three": ["x", "y"], "three>four": ["x", "y"], "four>five": ["x"]},
        id="an element changes what holds it",
    ),
]


@pytest.mark.parametrize(("notebook", "edges"), PRECISION)
def test_edges_only_where_values_flow(notebook: str, edges: dict[str, list[str]], outline: Analysed) -> None:
    assert outline(notebook).edges == edges
