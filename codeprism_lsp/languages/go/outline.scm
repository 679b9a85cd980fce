; Definitions at package level with their fields and methods, local types, imports and embeddings of Go.

(source_file (package_clause (package_identifier) @extra.package))

; The last of these matches the others too, and the first of equal rows stays.
(import_spec name: (dot) path: (_) @module) @import.wildcard
(import_spec name: (blank_identifier) path: (_) @module) @import.side_effect
(import_spec name: (package_identifier)? @alias path: (_) @module) @import.module

(type_spec
  name: (type_identifier) @name type_parameters: (_)? @parameters type: (struct_type)) @definition.struct
(type_spec
  name: (type_identifier) @name type_parameters: (_)? @parameters
  type: (interface_type)) @definition.interface
(type_spec
  name: (type_identifier) @name type_parameters: (_)? @parameters type: (_) @type) @definition.class
(type_alias
  name: (type_identifier) @name type_parameters: (_)? @parameters type: (_) @type) @definition.type_alias

(function_declaration
  name: (identifier) @name parameters: (_) @parameters result: (_)? @type) @definition.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @qualifier
    (generic_type type: (type_identifier) @qualifier)
    (pointer_type (type_identifier) @qualifier)
    (pointer_type (generic_type type: (type_identifier) @qualifier))]))
  name: (field_identifier) @name parameters: (_) @parameters result: (_)? @type) @definition.method
; Members of types without a name are no members of the function around them.
((method_elem
  name: (field_identifier) @name parameters: (_) @parameters result: (_)? @type) @definition.method
  (#set! modifiers "abstract") (#set! outside "functions"))
((field_declaration name: (field_identifier) @name type: (_) @type) @definition.field
  (#set! outside "functions"))
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: [
  (type_identifier) @name
  (qualified_type name: (type_identifier) @name)
  (generic_type type: (type_identifier) @name)
  (generic_type type: (qualified_type name: (type_identifier) @name))] @type @embeds) @definition.field)))
(type_spec type: (interface_type
  (type_elem . [(type_identifier) (qualified_type) (generic_type)] @embeds .)))

; In a group that counts with iota, what follows a typed constant without a type has that type.
(source_file (const_declaration
  (const_spec type: (_) @type value: (expression_list [(iota) (binary_expression)]))
  (const_spec (identifier) @name !type !value) @definition.constant)
  (#not-eq? @name "_"))
((source_file (const_declaration (const_spec (identifier) @name type: (_)? @type) @definition.constant))
  (#not-eq? @name "_"))
((source_file (var_declaration (var_spec name: (identifier) @name type: (_)? @type) @definition.variable))
  (#not-eq? @name "_"))
((source_file (var_declaration
  (var_spec_list (var_spec name: (identifier) @name type: (_)? @type) @definition.variable)))
  (#not-eq? @name "_"))
