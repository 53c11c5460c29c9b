"""What is known of methods of objects that are not of the notebook's own classes, by their names."""

from __future__ import annotations

import re
from typing import Final

from kale.analysis.knowledge.words import words

MUTATING_METHODS: Final = words(
    """
    append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate add discard
    update setdefault difference_update intersection_update symmetric_difference_update move_to_end subtract put
    put_nowait get_nowait task_done fill partition resize itemset setfield setflags byteswap fit partial_fit
    fit_transform fit_predict fit_resample set_params load_state_dict load_weights compile zero_grad step backward
    train eval requires_grad_ add_module register_buffer register_parameter freeze unfreeze seed setstate set_state
    shuffle permuted integers randint randrange random normal uniform choice choices gauss standard_normal
    permutation rand randn random_sample normalvariate betavariate expovariate getrandbits randbytes exponential
    poisson binomial multivariate_normal gamma beta lognormal dirichlet multinomial triangular standard_exponential
    bit_generator spawn jumped advance send throw read readline readlines write writelines seek truncate close
    __next__ feed isetitem __setitem__ __delitem__ __setattr__ __delattr__ __iadd__ __init__ add_node add_edge
    add_nodes_from add_edges_from remove_node remove_edge setattr set write_row writerow writerows add_argument
    add_argument_group add_section add_trace update_layout update_traces
    """
)
"""Names of methods that change the object they are called on."""

HANDED_METHODS: Final = MUTATING_METHODS - words(
    "train eval step set close compile gamma beta normal seed fill partition send feed choices bit_generator"
)
"""Those of :data:`MUTATING_METHODS` that are methods wherever they are handed over, and no data under the same name."""

CONTAINER_METHODS: Final = words(
    """
    append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate add discard
    update setdefault difference_update intersection_update symmetric_difference_update move_to_end subtract
    """
)
"""Names of methods that change a container, but nothing that it holds."""

READING_METHODS: Final = words(
    """
    head tail info describe show summary plot hist boxplot scatter print display items keys values get copy count
    index mean sum min max std var median mode quantile round abs corr cov nunique unique value_counts isna isnull
    notna any all groupby agg aggregate apply map pipe transform predict predict_proba decision_function score
    score_samples inverse_transform get_params parameters named_parameters dot reshape astype tolist
    ravel flatten join split strip replace format encode decode lower upper startswith endswith title capitalize
    zfill to_csv to_parquet to_json to_excel to_pickle to_feather to_hdf to_sql to_html to_string to_markdown
    to_numpy to_dict to_list to_frame savefig save save_model dump dumps tofile debug warning error critical
    exception log isoformat total_seconds exists is_file is_dir mkdir unlink touch rename write_text write_bytes
    read_text read_bytes iterdir glob rglob resolve absolute with_suffix numel size dim type cpu numpy detach item
    most_common elements union intersection difference issubset issuperset isdisjoint sample nlargest nsmallest
    merge concat drop_duplicates dropna fillna reset_index set_index sort_values sort_index assign query eval filter
    select where mask clip diff shift rolling expanding ewm resample pivot pivot_table melt stack unstack explode
    cumsum cumprod rank pct_change interpolate idxmax idxmin itertuples iterrows drop dt str cat T getvalue
    hexdigest digest total seconds timestamp date time weekday strftime get_feature_names_out cross_validate
    getstate get_state __add__ __mul__ __or__
    """
)
"""Names of methods that are often called with nothing done to the object, even when the result is not used."""

INPLACE_BY_KEYWORD: Final = frozenset({"inplace"})
"""Keyword arguments that, when true, make a pandas method change its object."""

STORING_METHODS: Final = words(
    """
    append appendleft extend extendleft insert add update setdefault put put_nowait push __setitem__ __setattr__
    set_params add_module register_module register_buffer register add_node add_edge subscribe attach add_child
    move_to_end register_hook register_forward_hook register_forward_pre_hook register_full_backward_hook
    """
)
"""Names of methods after which the object holds on to its arguments."""

SETTERS: Final = re.compile(
    r"(?:add|append|apply|attach|bind|connect|insert|link|mount|orient|push|register|set)(?:_|[A-Z]|$)"
)
"""Beginnings of the names of methods that give an object something to keep, whatever library it is of."""

VIEW_METHODS: Final = words(
    """
    get pop popleft popitem setdefault items keys values view reshape ravel squeeze swapaxes transpose fit
    set_params partial_fit __getitem__ __getattribute__ next __next__ __iter__ __enter__ named_steps parameters
    named_parameters children modules get_submodule get_group cursor detach numpy cpu to train eval requires_grad_
    double float half pipe iterrows most_common getbuffer cast toreadonly to_numpy
    """
)
"""Names of methods that give back the object itself, a part of it or a view."""

WINDOW_METHODS: Final = words("groupby rolling expanding ewm resample")
"""Names of methods whose result looks at its object whenever it is asked, and gives new objects when gone through."""

CHOOSING_METHODS: Final = frozenset({"choice", "choices", "sample"})
"""Methods that give some of what their argument holds."""

IMMUTABLE_METHODS: Final = words(
    """
    strip lstrip rstrip lower upper title capitalize zfill join format startswith endswith isdigit isalpha encode
    decode hexdigest isoformat strftime total_seconds as_posix item bit_length is_integer
    """
)
"""Methods whose result is a string, a number or the like, on whatever object they are called."""

LISTING_METHODS: Final = words(
    "tolist to_list to_dict to_dicts to_pylist to_pydict rows iter_rows split rsplit splitlines findall"
)
"""Methods of arrays, frames and texts that give lists or dictionaries."""

ARGUMENT_SHUFFLERS: Final = frozenset({"shuffle"})
"""Methods that change their first argument rather than, or as well as, their object."""

PLACING_METHODS: Final = words("add_artist add_child_axes add_collection add_image add_line add_patch add_table")
"""Methods that tell what they are given where it belongs from then on, as artists know their axes."""

RESULT_METHODS: Final = frozenset({"add", "subtract", "eval", "compile", "train", "set"})
"""Methods of :data:`MUTATING_METHODS` that leave their object alone when somebody uses their result."""

PLOTTING_METHODS: Final = words("plot hist boxplot scatter bar barh fill_between imshow text annotate legend grid")
"""Methods that draw on a figure, and that frames have under the same name."""
