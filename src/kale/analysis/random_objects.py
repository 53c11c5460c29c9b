"""Objects that draw from the process's random generators when they are used, in whatever step that is.

An estimator without a ``random_state`` takes numpy's generator as it is when ``fit`` is called, dropout and a loader of
batches take torch's. Where the notebook has seeded that, a step that uses such an object must find it as the step
before has left it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kale.analysis.definitions import Definitions
from kale.analysis.events import Call
from kale.analysis.facts import Function, Statement
from kale.analysis.knowledge import words
from kale.analysis.process_state import NUMPY_RANDOM, TORCH_RANDOM

SEEDS: Final = frozenset({"random_state", "seed", "rng", "generator"})
"""Arguments that say where an object or function draws from."""

_ESTIMATORS: Final = words(
    """
    RandomForestClassifier RandomForestRegressor RandomTreesEmbedding ExtraTreesClassifier ExtraTreesRegressor
    ExtraTreeClassifier ExtraTreeRegressor DecisionTreeClassifier DecisionTreeRegressor GradientBoostingClassifier
    GradientBoostingRegressor HistGradientBoostingClassifier HistGradientBoostingRegressor AdaBoostClassifier
    AdaBoostRegressor BaggingClassifier BaggingRegressor IsolationForest KMeans MiniBatchKMeans BisectingKMeans
    SpectralClustering SpectralBiclustering SpectralCoclustering AffinityPropagation GaussianMixture
    BayesianGaussianMixture MLPClassifier MLPRegressor BernoulliRBM SGDClassifier SGDRegressor SGDOneClassSVM Perceptron
    PassiveAggressiveClassifier PassiveAggressiveRegressor RANSACRegressor TheilSenRegressor LinearSVC LinearSVR
    RandomizedSearchCV HalvingRandomSearchCV HalvingGridSearchCV PCA IncrementalPCA KernelPCA SparsePCA
    MiniBatchSparsePCA TruncatedSVD NMF MiniBatchNMF FastICA FactorAnalysis DictionaryLearning
    MiniBatchDictionaryLearning LatentDirichletAllocation TSNE MDS SpectralEmbedding LocallyLinearEmbedding RBFSampler
    Nystroem SkewedChi2Sampler PolynomialCountSketch GaussianRandomProjection SparseRandomProjection
    QuantileTransformer KBinsDiscretizer IterativeImputer SelfTrainingClassifier EllipticEnvelope MinCovDet
    ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit RandomOverSampler RandomUnderSampler SMOTE ADASYN UMAP
    """
)
_IF_TOLD: Final[dict[str, str]] = {
    **dict.fromkeys(words("KFold StratifiedKFold StratifiedGroupKFold GroupKFold"), "shuffle"),
    **dict.fromkeys(words("LogisticRegression LogisticRegressionCV Ridge RidgeClassifier"), "solver"),
    **dict.fromkeys(words("Lasso LassoCV ElasticNet ElasticNetCV MultiTaskLasso MultiTaskElasticNet"), "selection"),
    **dict.fromkeys(words("SVC SVR NuSVC NuSVR OneClassSVM"), "probability"),
    **dict.fromkeys(words("GaussianProcessClassifier GaussianProcessRegressor"), "n_restarts_optimizer"),
    **dict.fromkeys(words("ClassifierChain RegressorChain"), "order"),
    "DummyClassifier": "strategy",
}
"""Classes whose objects draw only if this argument tells them to; with their defaults they do not."""

_LAYERS: Final = words(
    """
    Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout RReLU TransformerEncoderLayer
    TransformerDecoderLayer Transformer MultiheadAttention LSTM GRU RNN
    """
)
_LAYER_FUNCTIONS: Final = words("dropout dropout1d dropout2d dropout3d alpha_dropout gumbel_softmax rrelu")

USING_METHODS: Final = words(
    """
    fit partial_fit fit_transform fit_predict fit_resample split get_n_splits forward generate sample rvs
    """
)
"""Methods with which such an object draws."""


def draws_when_used(call: Call, qualified: str | None) -> frozenset[str]:
    """Give the generators from which an object draws that a call makes.

    Args:
        call: The call.
        qualified: Full dotted path of what it calls.
    """
    root, _, rest = (qualified or "").partition(".")
    last = rest.rpartition(".")[2]
    keywords = {name for name, _ in call.keywords}
    if not last or keywords & SEEDS:
        return frozenset()
    if root in ("sklearn", "imblearn", "umap"):
        # What is unpacked may tell it as well.
        told = last in _IF_TOLD and not keywords.isdisjoint((_IF_TOLD[last], None))
        draws = last in _ESTIMATORS or told
        return frozenset((NUMPY_RANDOM,)) if draws else frozenset()
    layer = last in _LAYERS if rest.startswith("nn.") else last == "DataLoader"
    return frozenset((TORCH_RANDOM,)) if root == "torch" and (layer or last in _LAYER_FUNCTIONS) else frozenset()


class RandomObjects:
    """Knows which calls of a notebook make objects that draw; it is true if any does.

    Args:
        definitions: The notebook's functions and classes.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._calls: list[Call] = []
        self._draws: dict[str, frozenset[str]] = {}
        self._using: frozenset[str] = frozenset()
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def learn(self, statement: Statement) -> None:
        """Take note of what a statement makes."""
        self._calls += statement.calls()
        for function in (*statement.functions, *(method for one in statement.classes for method in one.methods)):
            self._calls += _calls_of(function)

    def settle(self) -> None:
        """Find out which functions and classes make such objects, once all statements are known."""
        self._any = any(self.made_by(call) for call in self._calls)
        self._calls.clear()
        if self._any:
            parts = {name: [*found] for name, found in self._definitions.functions.items()}
            for name, classes in self._definitions.classes.items():
                parts[name] = [method for one in classes for method in one.methods]
            self._close({name: [call for one in found for call in _calls_of(one)] for name, found in parts.items()})

    def made_by(self, call: Call) -> frozenset[str]:
        """Give the generators from which the object draws that a call makes."""
        own = self._draws.get((call.callee or "").partition(".")[0])
        return own if own is not None else draws_when_used(call, self._definitions.qualify(call.callee))

    def are_used_by(self, functions: Iterable[Function]) -> bool:
        """Whether functions may use such objects that they are given."""
        return any(function.name in self._using for function in functions)

    def drawn_by(self, functions: Iterable[Function]) -> frozenset[str]:
        """Give the generators from which functions draw that make such objects and use them as well."""
        names = (function.name for function in functions if function.name in self._using)
        return frozenset[str]().union(*(self._draws.get(name, frozenset()) for name in names))

    def _close(self, calls: Mapping[str, Sequence[Call]]) -> None:
        """Go from each function to those that it calls, until nothing new is found."""
        self._draws = dict.fromkeys(calls, frozenset())
        self._using = frozenset(name for name, made in calls.items() if any(_is_use(call) for call in made))
        while True:
            draws = {name: frozenset[str]().union(*map(self.made_by, made)) for name, made in calls.items()}
            using = frozenset(
                n for n, made in calls.items() if any((call.callee or "") in self._using for call in made)
            )
            if draws == self._draws and using <= self._using:
                return
            self._draws, self._using = draws, self._using | using


def _calls_of(function: Function) -> list[Call]:
    return [event for event in function.events if isinstance(event, Call)]


def _is_use(call: Call) -> bool:
    return call.method in USING_METHODS
