"""Macros that a compiler of C++ defines by itself: the standard, and what of it the compiler has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from codeprism_lsp.languages.c.condition import Value
from codeprism_lsp.languages.c.conditions import PREDEFINED

_USUAL = 17
_STANDARDS = {3: 199711, 11: 201103, 14: 201402, 17: 201703, 20: 202002, 23: 202302, 26: 202400}
_DRAFTS = {"98": 3, "03": 3, "0x": 11, "1y": 14, "1z": 17, "2a": 20, "2b": 23, "2c": 26}
# By the standard that brought them, with the values that Clang gives them in C++17.
_FEATURES = {
    3: "rtti=199711 exceptions=199711 threadsafe_static_init=200806",
    11: "unicode_characters=200704 raw_strings=200710 unicode_literals=200710 user_defined_literals=200809 "
    "lambdas=200907 constexpr=201603 range_based_for=201603 static_assert=201411 decltype=200707 "
    "attributes=200809 rvalue_references=200610 variadic_templates=200704 initializer_lists=200806 "
    "delegating_constructors=200604 nsdmi=200809 inheriting_constructors=201511 ref_qualifiers=200710 "
    "alias_templates=200704",
    14: "binary_literals=201304 digit_separators=201309 init_captures=201304 generic_lambdas=201304 "
    "decltype_auto=201304 return_type_deduction=201304 aggregate_nsdmi=201304 variable_templates=201304",
    17: "hex_float=201603 inline_variables=201606 aligned_new=201606 guaranteed_copy_elision=201606 "
    "noexcept_function_type=201510 fold_expressions=201603 capture_star_this=201603 if_constexpr=201606 "
    "deduction_guides=201703 nontype_template_parameter_auto=201606 namespace_attributes=201411 "
    "enumerator_attributes=201411 nested_namespace_definitions=201411 variadic_using=201611 "
    "structured_bindings=201606 nontype_template_args=201411 aggregate_bases=201603",
    20: "char8_t=202207 concepts=202002 consteval=202211 constinit=201907 conditional_explicit=201806 "
    "impl_coroutine=201902 designated_initializers=201707 impl_three_way_comparison=201907 "
    "using_enum=201907 generic_lambdas=201707 constexpr_dynamic_alloc=201907",
}


@cache
def predefined(standard: str) -> Mapping[str, Value]:
    """Macros with their values under a standard as it is written (`c++17`), under C++17 where none is."""
    written = standard.partition("++")[2]
    year = _DRAFTS.get(written) or (int(written) if written.isdigit() else _USUAL)
    found = {
        **PREDEFINED,
        "__cplusplus": _STANDARDS.get(year, _STANDARDS[_USUAL]),
        "__GNUG__": 4,
        "__EXCEPTIONS": 1,
        "__GXX_RTTI": 1,
    }
    for since, features in _FEATURES.items():
        if since <= year:
            for feature in features.split():
                name, _, value = feature.partition("=")
                found[f"__cpp_{name}"] = int(value)
    return found
