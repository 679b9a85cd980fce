; Scopes and local bindings of Go. Parameters and results are bound in the block of their function, as
; the language has it: `err` as a result and `x, err := f()` in the body are one variable, and a parameter
; called like a package does not hide it in the signature.

[(function_declaration) (method_declaration) (func_literal)] @local.scope.function
[(if_statement) (for_statement) (expression_switch_statement) (type_switch_statement)
 (select_statement) (expression_case) (type_case) (default_case) (communication_case)
 (type_spec type_parameters: (_)) (type_alias type_parameters: (_))] @local.scope
(if_statement consequence: (block) @local.scope)
(if_statement alternative: (block) @local.scope)
(for_statement body: (block) @local.scope)
(statement_list (block) @local.scope)

(package_clause (package_identifier) @local.definition.package)
; An import declares the package's name in its file, though only its path is written.
(import_spec path: (interpreted_string_literal
  (interpreted_string_literal_content) @local.definition.module))

(type_parameter_declaration name: (identifier) @local.definition.type_parameter type: (_) @type)
(method_declaration receiver: (parameter_list (parameter_declaration type: (generic_type
  type_arguments: (type_arguments (type_elem (type_identifier) @local.definition.type_parameter))))))
(method_declaration receiver: (parameter_list (parameter_declaration type: (pointer_type (generic_type
  type_arguments: (type_arguments (type_elem (type_identifier) @local.definition.type_parameter)))))))

(function_declaration body: (block) @local.scope)
(method_declaration body: (block) @local.scope)
(func_literal body: (block) @local.scope)
(method_declaration
  receiver: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
(function_declaration
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
((function_declaration
   parameters: (parameter_list
     (variadic_parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
   body: (block) @local.in)
  (#set! type_form "[]{}"))
(function_declaration
  result: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
(method_declaration
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
((method_declaration
   parameters: (parameter_list
     (variadic_parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
   body: (block) @local.in)
  (#set! type_form "[]{}"))
(method_declaration
  result: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
(func_literal
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
((func_literal
   parameters: (parameter_list
     (variadic_parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
   body: (block) @local.in)
  (#set! type_form "[]{}"))
(func_literal
  result: (parameter_list
    (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type))
  body: (block) @local.in)
(function_declaration !body parameters: (parameter_list
  (_ name: (identifier) @local.definition.parameter type: (_) @type)))
(method_declaration !body parameters: (parameter_list
  (_ name: (identifier) @local.definition.parameter type: (_) @type)))
[(method_elem) (function_type)] @local.scope
(method_elem parameters: (parameter_list
  (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type)))
(function_type parameters: (parameter_list
  (parameter_declaration name: (identifier) @local.definition.parameter type: (_) @type)))

; The fields of a struct type are bound in the scope that it opens: without a name, it has no other.
(struct_type (field_declaration_list (field_declaration))) @local.scope
(struct_type (field_declaration_list
  (field_declaration name: (field_identifier) @local.definition.field type: (_) @type)))

(var_spec name: (identifier) @local.definition.variable type: (_) @type)
(var_spec . name: (identifier) @local.definition.variable . value: (expression_list . (_) @value .))
(var_spec
  name: (identifier) @local.definition.variable value: (expression_list . (call_expression) @value .)) @unpack
(var_spec . name: (identifier) @local.definition.variable . name: (_)
  value: (expression_list . (_) @value . (_)))
(var_spec . name: (_) . name: (identifier) @local.definition.variable
  value: (expression_list . (_) . (_) @value))
(var_spec name: (identifier) @local.definition.variable)
(const_spec (identifier) @local.definition.constant type: (_) @type)
(const_spec . (identifier) @local.definition.constant . value: (expression_list . (_) @value))
(const_spec (identifier) @local.definition.constant)

; A received value, alone or with its `ok`.
((short_var_declaration
   left: (expression_list . (identifier) @local.definition.variable)
   right: (expression_list . (unary_expression operator: "<-" operand: (_) @element) .))
  (#set! rebinds "earlier"))
((short_var_declaration
   left: (expression_list . (identifier) @local.definition.variable .)
   right: (expression_list . (_) @value .))
  (#set! rebinds "earlier"))
; `v, ok := m[k]` and the like.
((short_var_declaration
   left: (expression_list . (identifier) @local.definition.variable . (_) .)
   right: (expression_list . [(index_expression) (type_assertion_expression)] @value .))
  (#set! rebinds "earlier"))
((short_var_declaration
   left: (expression_list (identifier) @local.definition.variable) @unpack
   right: (expression_list . (call_expression) @value .))
  (#set! rebinds "earlier"))
; `a, b := x, y`: each name has its own value.
((short_var_declaration
   left: (expression_list . (identifier) @local.definition.variable . (_))
   right: (expression_list . (_) @value . (_)))
  (#set! rebinds "earlier"))
((short_var_declaration
   left: (expression_list . (_) . (identifier) @local.definition.variable)
   right: (expression_list . (_) . (_) @value))
  (#set! rebinds "earlier"))
((short_var_declaration
   left: (expression_list . (_) . (_) . (identifier) @local.definition.variable)
   right: (expression_list . (_) . (_) . (_) @value))
  (#set! rebinds "earlier"))
((short_var_declaration left: (expression_list (identifier) @local.definition.variable))
  (#set! rebinds "earlier"))

(range_clause left: (expression_list . (identifier) @local.definition.variable) ":=" right: (_) @key)
(range_clause
  left: (expression_list . (_) . (identifier) @local.definition.variable) ":=" right: (_) @iterate)
(receive_statement
  left: (expression_list . (identifier) @local.definition.variable) ":="
  right: (unary_expression operand: (_) @element))
(receive_statement left: (expression_list (identifier) @local.definition.variable) ":=")

; In a case of one type the name of a type switch has that type.
(type_switch_statement
  alias: (expression_list (identifier) @local.definition.variable) value: (_) @value)
(type_switch_statement
  alias: (expression_list (identifier) @local.definition.variable)
  (type_case . "case" . type: (_) @type . ":") @local.in)

(return_statement (expression_list . (_) @local.return .))
