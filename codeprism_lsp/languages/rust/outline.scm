; Definitions visible beyond their own function, imports and supertypes of a Rust file.

; The rows of `mod x;` with and without #[path] have the same place; the one with more parts stays.
(mod_item name: (identifier) @name body: (_)) @definition.module
(mod_item name: (identifier) @name !body) @import.mod
((attribute_item (attribute (identifier) @_path value: (string_literal (string_content) @module)))
 . [(attribute_item) (line_comment) (block_comment)]* . (mod_item name: (identifier) @name !body) @import.mod
 (#eq? @_path "path"))
(extern_crate_declaration name: (_) @module alias: (identifier)? @alias) @import.module
(use_declaration . (visibility_modifier) argument: (_) @tree) @import.reexport_name
(use_declaration . "use" argument: (_) @tree) @import.name

; Fields without a name are kept as written with their struct or variant.
(struct_item
  name: (type_identifier) @name type_parameters: (_)? @parameters
  body: (ordered_field_declaration_list)? @type) @definition.struct
(union_item name: (type_identifier) @name type_parameters: (_)? @parameters) @definition.union
(enum_item name: (type_identifier) @name type_parameters: (_)? @parameters) @definition.enum
(enum_variant
  name: (identifier) @name body: (ordered_field_declaration_list)? @type) @definition.enum_member
(field_declaration name: (field_identifier) @name type: (_) @type) @definition.field

(trait_item name: (type_identifier) @name type_parameters: (_)? @parameters) @definition.trait
(trait_item bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type)] @extends))
(type_item name: (type_identifier) @name type_parameters: (_)? @parameters type: (_) @type) @definition.type_alias
((associated_type name: (type_identifier) @name bounds: (_)? @type) @definition.type_alias
  (#set! modifiers "abstract declaration"))

; An impl block is named after its type; what its trait is called qualifies it.
(impl_item
  type_parameters: (_)? @parameters
  trait: (_)? @qualifier @implements
  type: [
    (type_identifier) @name
    (primitive_type) @name
    (generic_type type: (type_identifier) @name)
    (scoped_type_identifier name: (type_identifier) @name)
    (generic_type type: (scoped_type_identifier name: (type_identifier) @name))
    (reference_type type: [
      (type_identifier) @name
      (primitive_type) @name
      (generic_type type: (type_identifier) @name)
      (array_type) @name
      (tuple_type) @name])
    (dynamic_type trait: (type_identifier) @name)
    (bounded_type (dynamic_type trait: (type_identifier) @name))
    (array_type) @name
    (tuple_type) @name
    (unit_type) @name
    (function_type) @name
    (pointer_type) @name
  ] @type) @definition.impl

(function_item
  name: (identifier) @name parameters: (_) @parameters return_type: (_)? @type) @definition.function
((function_signature_item
   name: (identifier) @name parameters: (_) @parameters return_type: (_)? @type) @definition.function
 (#set! modifiers "declaration"))
((const_item name: (identifier) @name type: (_) @type) @definition.constant (#not-eq? @name "_"))
(static_item name: (identifier) @name type: (_) @type) @definition.variable
(macro_definition name: (identifier) @name) @definition.macro
((attribute_item (attribute (identifier) @_export))
 . (macro_definition name: (identifier) @exported)
 (#eq? @_export "macro_export"))
