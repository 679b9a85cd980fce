; Scopes and local bindings of Python.

(function_definition) @local.scope.function
(lambda) @local.scope.function
(class_definition) @local.scope
[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @local.scope

(parameters (identifier) @local.definition.parameter)
(parameters (default_parameter name: (identifier) @local.definition.parameter value: (_) @value))
(parameters (typed_parameter . (identifier) @local.definition.parameter type: (type) @type))
(parameters (typed_parameter
  (list_splat_pattern (identifier) @local.definition.parameter)))
(parameters (typed_parameter
  (dictionary_splat_pattern (identifier) @local.definition.parameter)))
(parameters (typed_default_parameter
  name: (identifier) @local.definition.parameter type: (type) @type value: (_) @value))
(parameters [(list_splat_pattern (identifier) @local.definition.parameter)
             (dictionary_splat_pattern (identifier) @local.definition.parameter)])
(lambda_parameters (identifier) @local.definition.parameter)
(lambda_parameters (default_parameter name: (identifier) @local.definition.parameter value: (_) @value))
(lambda_parameters [(list_splat_pattern (identifier) @local.definition.parameter)
                    (dictionary_splat_pattern (identifier) @local.definition.parameter)])
(function_definition type_parameters: (type_parameter (type (identifier) @local.definition.type_parameter)))
(class_definition type_parameters: (type_parameter (type (identifier) @local.definition.type_parameter)))

(assignment left: (identifier) @local.definition.variable type: (type)? @type right: (_)? @value)
(assignment left: (pattern_list (identifier) @local.definition.variable) @unpack right: (_) @value)
(assignment left: (tuple_pattern (identifier) @local.definition.variable) @unpack right: (_) @value)
(assignment left: (list_pattern (identifier) @local.definition.variable) @unpack right: (_) @value)
(assignment left: (pattern_list (tuple_pattern (identifier) @local.definition.variable)) @unpack right: (_) @value)
(assignment left: (pattern_list (list_splat_pattern (identifier) @local.definition.variable)))
(augmented_assignment left: (identifier) @local.definition.variable)
(named_expression name: (identifier) @local.definition.variable value: (_) @value (#set! hoist "function"))

(for_statement left: (identifier) @local.definition.variable right: (_) @iterate)
(for_statement left: (pattern_list (identifier) @local.definition.variable) @unpack right: (_) @iterate)
(for_statement left: (tuple_pattern (identifier) @local.definition.variable) @unpack right: (_) @iterate)
(for_statement left: (pattern_list (tuple_pattern (identifier) @local.definition.variable)) @unpack
  right: (_) @iterate)
(for_in_clause left: (identifier) @local.definition.variable right: (_) @iterate)
(for_in_clause left: (pattern_list (identifier) @local.definition.variable) @unpack right: (_) @iterate)
(for_in_clause left: (tuple_pattern (identifier) @local.definition.variable) @unpack right: (_) @iterate)
(for_in_clause left: (pattern_list (tuple_pattern (identifier) @local.definition.variable)) @unpack
  right: (_) @iterate)

(with_item value: (as_pattern (_) @enter alias: (as_pattern_target (identifier) @local.definition.variable)))
(except_clause (as_pattern (_) @element alias: (as_pattern_target (identifier) @local.definition.variable)))
(case_clause (case_pattern (dotted_name . (identifier) @local.definition.variable .)))
(case_pattern (as_pattern
  (case_pattern (class_pattern . (dotted_name) @type)) (identifier) @local.definition.variable))
(case_pattern (as_pattern (_) (identifier) @local.definition.variable))
(case_pattern (list_pattern (case_pattern (dotted_name . (identifier) @local.definition.variable .))))
(case_pattern (tuple_pattern (case_pattern (dotted_name . (identifier) @local.definition.variable .))))
(case_pattern (class_pattern (case_pattern (dotted_name . (identifier) @local.definition.variable .))))
(keyword_pattern (identifier) (dotted_name . (identifier) @local.definition.variable .))

(return_statement (_) @local.return)
(lambda body: (_) @local.return)
(yield (_) @local.yield)

(global_statement (identifier) @local.outer)
(nonlocal_statement (identifier) @local.outer)
