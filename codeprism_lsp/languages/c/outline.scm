; Definitions and includes of a C file.
;
; Declarations are anchored at the constructs in which they are global; declarations within functions
; belong to the view. A declarator's name may lie under any mix of pointers, arrays, parentheses and
; parameter lists: the alternatives spell out the nestings that occur.

(function_definition
  type: (_)? @type
  declarator: [
    (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
    (function_declarator
      declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @parameters)
    (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
    (pointer_declarator (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)))
    (function_declarator declarator: (parenthesized_declarator (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))))
  ] (#set! outside "functions")) @definition.function

; Structures, unions and enumerations; nameless ones go by their typedef.
(type_definition
  type: (struct_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.struct
(type_definition
  type: (union_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.union
(type_definition
  type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.enum
(struct_specifier name: (type_identifier) @name body: (_)) @definition.struct
(union_specifier name: (type_identifier) @name body: (_)) @definition.union
(enum_specifier name: (type_identifier) @name body: (_)) @definition.enum
(enumerator name: (identifier) @name) @definition.enum_member

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
    (pointer_declarator declarator: (pointer_declarator declarator: (type_identifier) @name))
    (array_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (parenthesized_declarator (type_identifier) @name))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (type_identifier) @name)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (type_identifier) @name))))
    (pointer_declarator declarator: (function_declarator declarator: (type_identifier) @name))
  ]) @definition.type_alias

; A member with a nameless structure is its own type: the structure's members lie within it. One with a
; named structure stands for its declarator only.
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
(field_declaration
  type: (_) @type
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
    (array_declarator declarator: (field_identifier) @name)
    (array_declarator declarator: (array_declarator declarator: (field_identifier) @name))
    (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name))
    (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))
      parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))
      parameters: (_) @parameters))
  ]) @definition.field

(preproc_def name: (identifier) @name) @definition.macro
(preproc_function_def name: (identifier) @name parameters: (_) @parameters) @definition.macro
(preproc_include path: (string_literal) @module) @import.include
(preproc_include path: (system_lib_string) @module) @import.include_system

; Globals and prototypes, wherever conditionals and linkage blocks put them. The same patterns find
; the declarations within functions, which are left to the view.
(declaration
  type: (_) @type
  declarator: [
    (function_declarator
      declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @parameters)
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @parameters))
    (function_declarator declarator: (identifier) @name parameters: (_) @parameters)
    (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))
    (pointer_declarator (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)))
  ] (#set! modifiers "declaration") (#set! outside "functions")) @definition.function
(declaration
  (storage_class_specifier "extern")
  type: (_) @type
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
    (array_declarator declarator: (array_declarator declarator: (identifier) @name))
    (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))
    (pointer_declarator declarator: (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name))))
  ] (#set! modifiers "declaration") (#set! outside "functions")) @definition.variable
; A variable of a nameless structure is its own type, within functions as well.
(declaration
  type: (_ !name body: (_))
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (pointer_declarator declarator: (identifier) @name)
      (array_declarator declarator: (identifier) @name)
    ])
  ]) @definition.variable
(declaration
  type: (_ name: (type_identifier) @type body: (_))
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (pointer_declarator declarator: (identifier) @name)
      (array_declarator declarator: (identifier) @name)
    ])
  ] @definition.variable (#set! outside "functions"))
(declaration
  type: (_) @type
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
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
      (array_declarator declarator: (identifier) @name)
      (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
      (array_declarator declarator: (array_declarator declarator: (identifier) @name))
      (function_declarator declarator: (parenthesized_declarator
        [(pointer_declarator declarator: (identifier) @name)
         (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))]))
    ])
  ] (#set! outside "functions")) @definition.variable

; Definitions by a macro: functions (`SYSCALL_DEFINE2(open, ...) { }`, `TEST(name) { }`) ...
((expression_statement
   (call_expression
     function: (identifier)
     arguments: (argument_list . (identifier) @name) @parameters)
   (MISSING ";")) @definition.function
 . (compound_statement) @definition.function
 (#set! outside "functions"))
(function_definition
  type: (type_identifier)
  declarator: (parenthesized_declarator (identifier) @name)
  (#set! outside "functions")) @definition.function
; ... and objects (`static DEFINE_MUTEX(lock);`, `DECLARE_BITMAP(map, 8);`, `DEFINE_PER_CPU(int, count);`).
(declaration
  type: (type_identifier) @_macro
  declarator: (parenthesized_declarator (identifier) @name)
  (#match? @_macro "^(DEFINE|DECLARE)_|LIST_HEAD$|_NOTIFIER_HEAD$")
  (#set! outside "functions")) @definition.variable
(macro_type_specifier
  name: (identifier) @_macro
  type: (type_descriptor type: (type_identifier) @name)
  (#match? @_macro "^(DEFINE|DECLARE)_")
  (#set! outside "functions")) @definition.variable
(macro_type_specifier
  name: (identifier) @_macro
  type: (type_descriptor) @type
  (ERROR . (identifier) @name)
  (#match? @_macro "^(DEFINE|DECLARE)_PER_CPU")
  (#set! outside "functions")) @definition.variable
(translation_unit (expression_statement (call_expression
  function: (identifier) @_macro
  arguments: (argument_list . (identifier) @name))
  (#match? @_macro "^(DEFINE|DECLARE)_|LIST_HEAD$|_NOTIFIER_HEAD$")) @definition.variable)
