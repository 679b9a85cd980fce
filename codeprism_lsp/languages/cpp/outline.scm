; Definitions, bases and includes of a C++ file.
;
; Declarators nest a name in pointers, references and arrays; the alternatives spell out the nestings that
; occur. What is declared within functions is left to the view.

; -- tests by macro: TEST(Suite, Name) { } --------------------------------------------------------------
(function_definition
  !type
  declarator: (function_declarator
    declarator: (identifier) @_macro
    parameters: (parameter_list
      . (parameter_declaration type: (type_identifier) @qualifier !declarator)
      . (parameter_declaration type: (type_identifier) @name !declarator) .))
  (#match? @_macro "^[A-Z_]*TEST[A-Z_]*$")) @definition.function

; -- functions ------------------------------------------------------------------------------------------
; Friends that a class defines: functions of the namespace around it, found by their arguments.
(friend_declaration (function_definition
  type: (_) @type
  declarator: [
    (function_declarator declarator: [(identifier) (operator_name)] @name parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name parameters: (_) @parameters))
  ]) @definition.function (#set! modifiers "extern"))
; Out-of-line members.
(function_definition
  !type
  declarator: (function_declarator
    declarator: [
      (qualified_identifier name: (destructor_name)) @qualified
      (qualified_identifier name: (qualified_identifier name: (destructor_name))) @qualified
    ]
    parameters: (_) @parameters)) @definition.method
(function_definition
  !type
  declarator: (function_declarator
    declarator: (qualified_identifier) @qualified
    parameters: (_) @parameters)) @definition.constructor
(function_definition
  type: (placeholder_type_specifier)
  declarator: (function_declarator
    declarator: (qualified_identifier) @qualified
    parameters: (_) @parameters
    (trailing_return_type (_) @type))) @definition.method
(function_definition
  type: (_) @type
  declarator: [
    (function_declarator declarator: (qualified_identifier) @qualified parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier) @qualified parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: (qualified_identifier) @qualified parameters: (_) @parameters))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier) @qualified parameters: (_) @parameters)))
  ]) @definition.method
(function_definition
  declarator: (qualified_identifier
    scope: [(namespace_identifier) @qualifier (template_type name: (type_identifier) @qualifier)]
    name: (operator_cast "operator" @name type: (_) @name @type))) @definition.method
; Constructors and destructors in their class; what has no type anywhere else is no constructor.
(function_definition
  !type
  declarator: (function_declarator declarator: (destructor_name) @name parameters: (_) @parameters)) @definition.method
(translation_unit (function_definition
  !type
  declarator: (function_declarator
    declarator: (identifier) @name parameters: (_) @parameters)
  (#not-match? @name "^[A-Z_]*TEST[A-Z_]*$")) @definition.function)
(function_definition
  !type
  declarator: (function_declarator
    declarator: (identifier) @name parameters: (_) @parameters)
  (#not-match? @name "^[A-Z_]*TEST[A-Z_]*$")) @definition.constructor
(function_definition
  declarator: (operator_cast "operator" @name type: (_) @name @type)) @definition.method
(function_definition
  type: (placeholder_type_specifier)
  declarator: (function_declarator
    declarator: [(identifier) @name (field_identifier) @name (operator_name) @name (template_function name: (identifier) @name)]
    parameters: (_) @parameters
    (trailing_return_type (_) @type))) @definition.function
(function_definition
  type: (_) @type
  declarator: [
    (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name (template_function name: (identifier) @name)] parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name (template_function name: (identifier) @name)] parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name (template_function name: (identifier) @name)] parameters: (_) @parameters))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name (template_function name: (identifier) @name)] parameters: (_) @parameters)))
  ]) @definition.function

; -- declared functions ---------------------------------------------------------------------------------
; Friends belong to the namespace around the class.
(friend_declaration (declaration
  declarator: [
    (function_declarator declarator: [(identifier) (operator_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name))
    (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name)))
  ])
  @definition.function (#set! outside "types"))
(declaration
  !type
  declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
  (#set! modifiers "declaration") (#set! outside "functions")) @definition.constructor
(declaration
  !type
  declarator: (function_declarator declarator: (destructor_name) @name parameters: (_) @parameters)
  (#set! modifiers "declaration") (#set! outside "functions")) @definition.method
(declaration
  declarator: (operator_cast "operator" @name type: (_) @name @type)
  (#set! modifiers "declaration") (#set! outside "functions")) @definition.method
(declaration
  type: (_) @type
  declarator: [
    (function_declarator
      declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @parameters))
    (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters)))
  ]
  (#set! modifiers "declaration") (#set! outside "functions")) @definition.function
(field_declaration
  type: (_) @type
  declarator: [
    (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters)))
  ]
  default_value: (number_literal)
  (#set! modifiers "declaration abstract")) @definition.method
(field_declaration
  type: (placeholder_type_specifier)
  declarator: (function_declarator
    declarator: [(field_identifier) @name (operator_name) @name]
    parameters: (_) @parameters
    (trailing_return_type (_) @type))
  (#set! modifiers "declaration")) @definition.method
(field_declaration
  type: (_) @type
  declarator: [
    (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (reference_declarator (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters)))
  ]
  (#set! modifiers "declaration")) @definition.method

; -- types ----------------------------------------------------------------------------------------------
; Nameless structures and enumerations go by their typedef.
(type_definition
  type: (struct_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.struct
(type_definition
  type: (union_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.union
(type_definition
  type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.enum
; The parameters of a class are those of the template around it.
(template_declaration
  parameters: (template_parameter_list) @parameters
  (class_specifier
    name: [
      (type_identifier) @name
      (template_type name: (type_identifier) @name)
      (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
    ]
    body: (_)) @definition.class)
(template_declaration
  parameters: (template_parameter_list) @parameters
  (struct_specifier
    name: [
      (type_identifier) @name
      (template_type name: (type_identifier) @name)
      (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
    ]
    body: (_)) @definition.struct)
(template_declaration
  parameters: (template_parameter_list) @parameters
  (union_specifier
    name: [
      (type_identifier) @name
      (template_type name: (type_identifier) @name)
      (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
    ]
    body: (_)) @definition.union)
(class_specifier
  name: [
    (type_identifier) @name
    (template_type name: (type_identifier) @name)
    (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
  ]
  body: (_)) @definition.class
(struct_specifier
  name: [
    (type_identifier) @name
    (template_type name: (type_identifier) @name)
    (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
  ]
  body: (_)) @definition.struct
(union_specifier
  name: [
    (type_identifier) @name
    (template_type name: (type_identifier) @name)
    (qualified_identifier name: [(type_identifier) (qualified_identifier)]) @qualified
  ]
  body: (_)) @definition.union
; The type of a scoped enumeration is `class`: its members are not visible outside of it.
(enum_specifier ["class" "struct"] @type name: (_) @name body: (_)) @definition.enum
(enum_specifier name: (_) @name body: (_)) @definition.enum
(enumerator name: (identifier) @name) @definition.enum_member
(base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @extends)
(concept_definition name: (identifier) @name) @definition.interface

(template_declaration
  parameters: (template_parameter_list) @parameters
  (alias_declaration name: (type_identifier) @name type: (_) @type) @definition.type_alias)
(alias_declaration name: (type_identifier) @name type: (_) @type) @definition.type_alias
; A typedef with a body of a named structure stands for its declarator only, so that it does not
; contain the structure.
(type_definition
  type: (_ name: (type_identifier) @type body: (_))
  declarator: [
    (type_identifier) @name
    (pointer_declarator declarator: (type_identifier) @name)
  ] @definition.type_alias)
(type_definition
  type: (_) @type
  declarator: [
    (type_identifier) @name
    (primitive_type) @name
    (pointer_declarator declarator: (type_identifier) @name)
    (reference_declarator (type_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (type_identifier) @name))
    (array_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (parenthesized_declarator
      [(type_identifier) @name (pointer_declarator declarator: (type_identifier) @name)]))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      [(type_identifier) @name (pointer_declarator declarator: (type_identifier) @name)])))
  ]) @definition.type_alias

; -- namespaces -----------------------------------------------------------------------------------------
; Each name of `namespace a::b` opens a namespace from itself to the end.
(namespace_definition name: (namespace_identifier) @name) @definition.namespace
(namespace_definition
  name: (nested_namespace_specifier . (namespace_identifier) @name @definition.namespace)
  body: (_) @definition.namespace)
(namespace_definition
  name: (nested_namespace_specifier
    (nested_namespace_specifier . (namespace_identifier) @name @definition.namespace))
  body: (_) @definition.namespace)
(namespace_definition
  name: (nested_namespace_specifier (namespace_identifier)
    . (namespace_identifier) @name @definition.namespace)
  body: (_) @definition.namespace)
(namespace_definition
  name: (nested_namespace_specifier
    (nested_namespace_specifier (namespace_identifier)
      . (namespace_identifier) @name @definition.namespace))
  body: (_) @definition.namespace)

; -- data -----------------------------------------------------------------------------------------------
; A member with a nameless structure is its own type: the structure's members lie within it.
(field_declaration
  type: (_ !name body: (_))
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (array_declarator declarator: (field_identifier) @name)
  ]) @definition.field
(field_declaration
  type: (_ name: (type_identifier) @type body: (_))
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (array_declarator declarator: (field_identifier) @name)
  ] @definition.field)
; A static member is defined out of its class, unless it has its value within.
(field_declaration
  (storage_class_specifier "static")
  type: (_) @type
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (reference_declarator (field_identifier) @name)
    (array_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
    (array_declarator declarator: (array_declarator declarator: (field_identifier) @name))
  ]
  !default_value (#set! modifiers "declaration")) @definition.field
(field_declaration
  type: (_) @type
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (reference_declarator (field_identifier) @name)
    (array_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
    (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name))
    (array_declarator declarator: (array_declarator declarator: (field_identifier) @name))
    (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))))
  ]) @definition.field

(declaration
  (storage_class_specifier "extern")
  type: (_) @type
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (reference_declarator (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
  ] (#set! modifiers "declaration") (#set! outside "functions")) @definition.variable
; Static members, defined out of their class.
(declaration
  type: (_) @type
  declarator: [
    (qualified_identifier) @qualified
    (array_declarator declarator: (qualified_identifier) @qualified)
    (pointer_declarator declarator: (qualified_identifier) @qualified)
    (init_declarator declarator: [
      (qualified_identifier) @qualified
        (array_declarator declarator: (qualified_identifier) @qualified)
      (pointer_declarator declarator: (qualified_identifier) @qualified)
    ])
  ] (#set! outside "functions")) @definition.variable
; A variable of a nameless structure is its own type, within functions as well.
(declaration
  type: (_ !name body: (_))
  declarator: [
    (identifier) @name
    (array_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (array_declarator declarator: (identifier) @name)
    ])
  ]) @definition.variable
(declaration
  type: (_ name: (type_identifier) @type body: (_))
  declarator: [
    (identifier) @name
    (array_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (array_declarator declarator: (identifier) @name)
    ])
  ] @definition.variable (#set! outside "functions"))
(declaration
  type: (_) @type
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (reference_declarator (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
    (array_declarator declarator: (array_declarator declarator: (identifier) @name))
    (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name))))
    (init_declarator declarator: [
      (identifier) @name
      (pointer_declarator declarator: (identifier) @name)
      (reference_declarator (identifier) @name)
      (array_declarator declarator: (identifier) @name)
      (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
      (array_declarator declarator: (array_declarator declarator: (identifier) @name))
      (function_declarator declarator: (parenthesized_declarator
        (pointer_declarator declarator: (identifier) @name)))
    ])
  ] (#set! outside "functions")) @definition.variable

; -- macros and imports ---------------------------------------------------------------------------------
(preproc_def name: (identifier) @name) @definition.macro
(preproc_function_def name: (identifier) @name parameters: (_) @parameters) @definition.macro
(preproc_include path: (string_literal) @module) @import.include
(preproc_include path: (system_lib_string) @module) @import.include_system
(using_declaration "namespace" [(identifier) (qualified_identifier)] @module) @import.wildcard
((using_declaration (qualified_identifier) @tree) @import.name
  (#not-match? @import.name "^using\\s+namespace\\b"))
(namespace_alias_definition
  name: (namespace_identifier) @alias
  [(namespace_identifier) (nested_namespace_specifier)] @module) @import.module
