; inherits: javascript/shared
; Definitions of TypeScript and TSX, with their types.

(function_declaration name: (identifier) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?) @definition.function
(generator_function_declaration name: (identifier) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?) @definition.function
(function_signature name: (identifier) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]? (#set! modifiers "declaration")) @definition.function
(variable_declarator name: (identifier) @name value: [
  (arrow_function [parameters: (_) @parameters parameter: (_) @parameters]
    return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?)
  (function_expression parameters: (_) @parameters return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?)
  (generator_function parameters: (_) @parameters return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?)])
  @definition.function
(variable_declarator name: (identifier) @name value: (class)) @definition.class

(class_declaration name: (_) @name type_parameters: (_)? @parameters) @definition.class
(abstract_class_declaration name: (_) @name type_parameters: (_)? @parameters) @definition.class
(interface_declaration name: (_) @name type_parameters: (_)? @parameters) @definition.interface
(extends_clause value: (_) @extends . type_arguments: (_)? @arguments)
(implements_clause (_) @implements)
(extends_type_clause (_) @extends)

(method_definition ["get" "set"] name: (_) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?) @definition.property
(method_definition name: (_) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]?) @definition.method
(method_signature ["get" "set"] name: (_) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]? (#set! modifiers "declaration")) @definition.property
(method_signature name: (_) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]? (#set! modifiers "declaration")) @definition.method
(abstract_method_signature name: (_) @name parameters: (_) @parameters
  return_type: [(type_annotation (_) @type) (type_predicate_annotation (_) @type)]? (#set! modifiers "declaration")) @definition.method
(public_field_definition name: (_) @name
  value: [(arrow_function) (function_expression) (generator_function)]) @definition.method
(public_field_definition name: (_) @name type: (type_annotation (_) @type)?) @definition.field
(property_signature name: (_) @name type: (type_annotation (_) @type)?) @definition.property
(required_parameter [(accessibility_modifier) (override_modifier) "readonly"]
  pattern: (identifier) @name type: (type_annotation (_) @type)?) @definition.field
(optional_parameter [(accessibility_modifier) (override_modifier) "readonly"]
  pattern: (identifier) @name type: (type_annotation (_) @type)?) @definition.field

(enum_declaration name: (_) @name) @definition.enum
(enum_body name: (_) @name @definition.enum_member)
(enum_assignment name: (_) @name) @definition.enum_member
(type_alias_declaration name: (_) @name type_parameters: (_)? @parameters
  value: [(type_identifier) (generic_type) (nested_type_identifier) (array_type) (union_type)
    (intersection_type) (lookup_type) (function_type) (conditional_type) (readonly_type) (tuple_type)
    (parenthesized_type) (type_query) (object_type . (index_signature))] @type) @definition.type_alias
(type_alias_declaration name: (_) @name type_parameters: (_)? @parameters
  value: [(object_type) (predefined_type) (literal_type) (template_literal_type) (index_type_query)
    (constructor_type) (existential_type) (this_type)]) @definition.type_alias
(internal_module name: (_) @name) @definition.namespace
(module name: (_) @name) @definition.module
(ambient_declaration "global" @name) @definition.module
(export_statement declaration: (internal_module name: (_) @exported))

(program (lexical_declaration "const"
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.constant))
(program (lexical_declaration "let"
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable))
(program (variable_declaration
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable))
(export_statement (lexical_declaration "const"
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.constant))
(export_statement (_
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable))
(ambient_declaration (_
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable))
(internal_module (statement_block (_
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable)))
(module (statement_block (_
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable)))
(ambient_declaration (statement_block (_
  (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)?) @definition.variable)))
(program (lexical_declaration (variable_declarator value: [
  (as_expression . (object (pair key: [(property_identifier) (string)] @name) @definition.property))
  (satisfies_expression . (object (pair key: [(property_identifier) (string)] @name) @definition.property))])))
(export_statement (lexical_declaration (variable_declarator value: [
  (as_expression . (object (pair key: [(property_identifier) (string)] @name) @definition.property))
  (satisfies_expression . (object (pair key: [(property_identifier) (string)] @name) @definition.property))])))

(import_statement (import_require_clause (identifier) @alias source: (string) @module)) @import.module
(import_alias . (identifier) @alias . (_) @name) @import.name
(program (export_statement "=" @extra.commonjs (identifier) @extra.default))
(module body: (statement_block (export_statement "=" @alias (identifier) @name) @import.reexport_name))
(module body: (statement_block
  (export_statement "default" @alias value: (identifier) @name) @import.reexport_name))
(module body: (statement_block
  (export_statement "default" @alias declaration: (_ name: (_) @name)) @import.reexport_name))
(export_statement "default" @name @exported value: [(as_expression) (satisfies_expression)]) @definition.constant
