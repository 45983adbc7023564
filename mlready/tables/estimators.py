"""Estimators that draw random numbers by themselves, from NumPy's global generator unless they are given a `random_state`."""

ALWAYS_RANDOM = frozenset(
    {
        f"sklearn.{name}"
        for name in (
            "ensemble.RandomForestClassifier", "ensemble.RandomForestRegressor", "ensemble.ExtraTreesClassifier",
            "ensemble.ExtraTreesRegressor", "ensemble.BaggingClassifier", "ensemble.BaggingRegressor", "ensemble.IsolationForest",
            "ensemble.RandomTreesEmbedding", "linear_model.SGDClassifier", "linear_model.SGDRegressor", "linear_model.Perceptron",
            "linear_model.PassiveAggressiveClassifier", "linear_model.PassiveAggressiveRegressor", "neural_network.MLPClassifier",
            "neural_network.MLPRegressor", "neural_network.BernoulliRBM", "cluster.KMeans", "cluster.MiniBatchKMeans",
            "cluster.BisectingKMeans", "cluster.SpectralClustering", "mixture.GaussianMixture", "mixture.BayesianGaussianMixture",
            "manifold.TSNE", "decomposition.LatentDirichletAllocation", "decomposition.FastICA", "decomposition.TruncatedSVD",
            "random_projection.GaussianRandomProjection", "random_projection.SparseRandomProjection", "kernel_approximation.RBFSampler",
            "kernel_approximation.Nystroem", "model_selection.RandomizedSearchCV", "model_selection.HalvingRandomSearchCV",
        )
    }
    | {
        f"imblearn.{name}"
        for name in (
            "over_sampling.SMOTE", "over_sampling.SMOTENC", "over_sampling.BorderlineSMOTE", "over_sampling.SVMSMOTE",
            "over_sampling.KMeansSMOTE", "over_sampling.ADASYN", "over_sampling.RandomOverSampler", "combine.SMOTEENN",
            "combine.SMOTETomek", "under_sampling.RandomUnderSampler", "ensemble.BalancedRandomForestClassifier",
            "ensemble.BalancedBaggingClassifier", "ensemble.EasyEnsembleClassifier", "ensemble.RUSBoostClassifier",
        )
    }
    | {"umap.UMAP"}
)  # fmt: skip
"""Estimators that draw whatever else they are told."""

RANDOM_WHERE: dict[str, tuple[tuple[str, tuple[str | bool, ...]], ...]] = {
    "sklearn.linear_model.LogisticRegression": (("solver", ("sag", "saga", "liblinear")),),
    "sklearn.linear_model.Ridge": (("solver", ("sag", "saga")),),
    "sklearn.linear_model.RidgeClassifier": (("solver", ("sag", "saga")),),
    "sklearn.svm.SVC": (("probability", (True,)),),
    "sklearn.svm.NuSVC": (("probability", (True,)),),
    "sklearn.ensemble.GradientBoostingClassifier": (("subsample", ()), ("max_features", ()), ("n_iter_no_change", ())),
    "sklearn.ensemble.GradientBoostingRegressor": (("subsample", ()), ("max_features", ()), ("n_iter_no_change", ())),
    "sklearn.ensemble.HistGradientBoostingClassifier": (("early_stopping", (True,)),),
    "sklearn.ensemble.HistGradientBoostingRegressor": (("early_stopping", (True,)),),
    "sklearn.tree.DecisionTreeClassifier": (("splitter", ("random",)), ("max_features", ())),
    "sklearn.tree.DecisionTreeRegressor": (("splitter", ("random",)), ("max_features", ())),
    "sklearn.decomposition.PCA": (("svd_solver", ("randomized", "arpack")),),
}
"""Estimators that draw only when an argument says so: (argument, values that do; any value given, where there are none)."""
