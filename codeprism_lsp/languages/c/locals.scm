; Scopes and local bindings of C.

(function_definition) @local.scope.function
[(compound_statement) (for_statement)] @local.scope
; Parameters of what has no body live in their own list.
(declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(declaration declarator: (pointer_declarator
  declarator: (function_declarator parameters: (parameter_list) @local.scope)))
(field_declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(field_declaration declarator: (pointer_declarator
  declarator: (function_declarator parameters: (parameter_list) @local.scope)))
(type_definition declarator: (function_declarator parameters: (parameter_list) @local.scope))
(parameter_declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(preproc_function_def) @local.scope

(parameter_declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.parameter
    (pointer_declarator declarator: (identifier) @local.definition.parameter)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.parameter))
    (array_declarator declarator: (identifier) @local.definition.parameter)
    (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.parameter))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.parameter))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.parameter)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.parameter))))
  ])
(preproc_params (identifier) @local.definition.parameter)
(declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.variable
    (pointer_declarator declarator: (identifier) @local.definition.variable)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
    (array_declarator declarator: (identifier) @local.definition.variable)
    (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable))))
  ])
(declaration
  type: (_) @type
  declarator: (init_declarator
    declarator: [
      (identifier) @local.definition.variable
      (pointer_declarator declarator: (identifier) @local.definition.variable)
      (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
      (array_declarator declarator: (identifier) @local.definition.variable)
      (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
      (function_declarator declarator: (parenthesized_declarator
        (pointer_declarator declarator: (identifier) @local.definition.variable)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable))))
    ]
    value: (_) @value))
(labeled_statement label: (statement_identifier) @local.definition.variable (#set! hoist "function"))

(return_statement (_) @local.return)

; The arguments of a definition by macro (`SYSCALL_DEFINE2(open, int, flags, int, mode) { }`) and of K&R
; functions are bound where the body, or the declaration between, uses them.
(function_definition (declaration type: (_) @type declarator: (identifier) @local.definition.parameter))
