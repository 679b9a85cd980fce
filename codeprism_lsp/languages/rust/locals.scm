; Scopes and local bindings of Rust. What a name in a pattern gets follows from the pattern around it.

[(function_item) (function_signature_item) (closure_expression)] @local.scope.function
[(block) (match_arm) (loop_expression) (if_expression) (while_expression) (for_expression)
 (impl_item) (trait_item) (struct_item) (union_item) (enum_item) (type_item)] @local.scope

; A where clause tells the bounds of a type parameter; otherwise those beside its name do.
(_
  type_parameters: (type_parameters
    (type_parameter name: (type_identifier) @local.definition.type_parameter))
  (where_clause (where_predicate left: (type_identifier) @_bounded bounds: (trait_bounds) @type))
  (#eq? @_bounded @local.definition.type_parameter))
(type_parameter name: (type_identifier) @local.definition.type_parameter bounds: (_)? @type)
((lifetime_parameter name: (lifetime (identifier) @local.definition.parameter)) (#set! name_form "'{}"))
((loop_expression (label (identifier) @local.definition.parameter)) (#set! name_form "'{}"))
((while_expression (label (identifier) @local.definition.parameter)) (#set! name_form "'{}"))
((for_expression (label (identifier) @local.definition.parameter)) (#set! name_form "'{}"))
(const_parameter name: (identifier) @local.definition.type_parameter type: (_) @type)

((self_parameter (self) @local.definition.parameter @type) (#set! type_form "Self"))
(parameter pattern: (self) @local.definition.parameter type: (_) @type)
(parameter pattern: (identifier) @local.definition.parameter)
(parameter (mutable_specifier) pattern: (identifier) @local.definition.parameter)
(closure_parameters (identifier) @local.definition.parameter)

(let_declaration pattern: (identifier) @local.definition.variable)
(for_expression pattern: (identifier) @local.definition.variable)
((let_condition pattern: (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
((match_pattern . (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))

; Alternatives bind the same names.
((or_pattern (tuple_struct_pattern type: (_) (identifier) @local.definition.variable))
  (#not-match? @local.definition.variable "^[A-Z]") (#set! rebinds "earlier"))
((or_pattern (or_pattern (tuple_struct_pattern type: (_) (identifier) @local.definition.variable)))
  (#not-match? @local.definition.variable "^[A-Z]") (#set! rebinds "earlier"))
((or_pattern (struct_pattern (field_pattern name: (shorthand_field_identifier) @local.definition.variable)))
  (#set! rebinds "earlier"))

((tuple_pattern (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
((slice_pattern (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
((tuple_struct_pattern type: (_) (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
(captured_pattern . (identifier) @local.definition.variable)
((ref_pattern (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
(mut_pattern (identifier) @local.definition.variable)
((reference_pattern (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))
(field_pattern name: (shorthand_field_identifier) @local.definition.variable)
((field_pattern pattern: (identifier) @local.definition.variable)
  (#not-match? @local.definition.variable "^[A-Z]"))

(return_expression (_) @local.return)
(closure_expression body: (_) @local.return)
