; inherits: javascript/shared
; Definitions of JavaScript that TypeScript's grammar writes in another way.

(function_declaration name: (identifier) @name parameters: (_) @parameters) @definition.function
(generator_function_declaration name: (identifier) @name parameters: (_) @parameters) @definition.function
(variable_declarator name: (identifier) @name value: [
  (arrow_function [parameters: (_) @parameters parameter: (_) @parameters])
  (function_expression parameters: (_) @parameters)
  (generator_function parameters: (_) @parameters)]) @definition.function
(variable_declarator name: (identifier) @name value: (class)) @definition.class
(class_declaration name: (identifier) @name) @definition.class
(class_heritage (_) @extends)
(method_definition ["get" "set"] name: (_) @name parameters: (_) @parameters) @definition.property
(method_definition name: (_) @name parameters: (_) @parameters) @definition.method
(field_definition property: (_) @name
  value: [(arrow_function) (function_expression) (generator_function)]) @definition.method
(field_definition property: (_) @name) @definition.field

(program (lexical_declaration "const" (variable_declarator name: (identifier) @name) @definition.constant))
(program (lexical_declaration "let" (variable_declarator name: (identifier) @name) @definition.variable))
(program (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(program (variable_declaration (variable_declarator value: (object
  (pair key: [(property_identifier) (string)] @name) @definition.property))))
(export_statement
  (lexical_declaration "const" (variable_declarator name: (identifier) @name) @definition.constant))
(export_statement (_ (variable_declarator name: (identifier) @name) @definition.variable))

((comment) @documentation (#match? @documentation "@(typedef|callback|import)"))

; -- CommonJS ----------------------------------------------------------------------------------------

(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @extra.commonjs)
  right: [
    (identifier) @extra.default
    (function_expression name: (identifier)? @_own)
    (arrow_function)
    (class)
    (object)
    (call_expression)
    (new_expression)]
  (#eq? @_module "module") (#eq? @extra.commonjs "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @name)
  right: [(function_expression parameters: (_) @parameters) (arrow_function parameters: (_) @parameters)]
  (#eq? @_module "module") (#eq? @name "exports")) @definition.function
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @name)
  right: (class)
  (#eq? @_module "module") (#eq? @name "exports")) @definition.class
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @name)
  right: [(object) (call_expression) (new_expression)]
  (#eq? @_module "module") (#eq? @name "exports")) @definition.constant
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object [
    (shorthand_property_identifier) @name
    (pair key: (_) @alias value: (identifier) @name)
    (pair key: (_) @alias
      value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @module)))])
  (#eq? @_module "module") (#eq? @_exports "exports") (#eq? @_require "require")) @import.reexport_name
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: [
    (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))
    (object (spread_element
      (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))))]
  (#eq? @_module "module") (#eq? @_exports "exports") (#eq? @_require "require")) @import.reexport_wildcard
(assignment_expression
  left: (member_expression
    object: [(identifier) @_exports (member_expression property: (property_identifier) @_exports)]
    property: (property_identifier) @alias)
  right: [
    (identifier) @name
    (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))]
  (#eq? @_exports "exports") (#eq? @_require "require")) @import.reexport_name
(assignment_expression
  left: (member_expression
    object: [(identifier) @_exports (member_expression property: (property_identifier) @_exports)]
    property: (property_identifier) @name @exported)
  right: [
    (function_expression parameters: (_) @parameters)
    (generator_function parameters: (_) @parameters)
    (arrow_function parameters: (_) @parameters)]
  (#eq? @_exports "exports")) @definition.function
(assignment_expression
  left: (member_expression
    object: [(identifier) @_exports (member_expression property: (property_identifier) @_exports)]
    property: (property_identifier) @name @exported)
  right: (class)
  (#eq? @_exports "exports")) @definition.class
; `exports.a = exports.b = ...`: the first of them is no more than its name.
(assignment_expression
  left: (member_expression
    object: [(identifier) @_exports (member_expression property: (property_identifier) @_exports)]
    property: (property_identifier) @name @exported) @definition.variable
  right: (assignment_expression)
  (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression
    object: [(identifier) @_exports (member_expression property: (property_identifier) @_exports)]
    property: (property_identifier) @name @exported)
  (#eq? @_exports "exports")) @definition.variable

(call_expression
  function: (member_expression object: (identifier) @_object property: (property_identifier) @_define)
  arguments: (arguments . (identifier) @_exports . (string) @name @exported)
  (#eq? @_object "Object") (#eq? @_define "defineProperty") (#eq? @_exports "exports")
  (#not-match? @name "__esModule")) @definition.variable

; -- Members added by assignment ---------------------------------------------------------------------

(assignment_expression
  left: (member_expression
    object: (member_expression object: (_) @qualifier property: (property_identifier) @_prototype)
    property: (property_identifier) @name)
  right: [(function_expression parameters: (_) @parameters) (generator_function) (arrow_function)]
  (#eq? @_prototype "prototype")) @definition.method
(assignment_expression
  left: (member_expression
    object: (member_expression object: (_) @qualifier property: (property_identifier) @_prototype)
    property: (property_identifier) @name)
  (#eq? @_prototype "prototype")) @definition.field
; `A.prototype = {...}` is a block of members of A.
(assignment_expression
  left: (member_expression object: (identifier) @name property: (property_identifier) @_prototype)
  right: [(object) (assignment_expression right: (object))]
  (#eq? @_prototype "prototype")) @definition.impl
(assignment_expression
  left: (member_expression property: (property_identifier) @_prototype)
  right: [(object (pair key: (_) @name) @definition.field)
    (assignment_expression right: (object (pair key: (_) @name) @definition.field))]
  (#eq? @_prototype "prototype"))
(expression_statement (assignment_expression
  left: (member_expression object: (identifier) @qualifier property: (property_identifier) @name)
  right: [(function_expression parameters: (_) @parameters) (generator_function) (arrow_function)])
  @definition.method (#not-eq? @qualifier "module"))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @qualifier property: (property_identifier) @name))
  @definition.field) (#not-eq? @qualifier "module") (#not-eq? @name "prototype"))
(program (expression_statement (assignment_expression
  left: (member_expression property: (property_identifier) @_exports)
  right: (object (pair key: [(property_identifier) (string)] @name) @definition.property)))
  (#eq? @_exports "exports"))

; Fields assigned through the receiver.
(assignment_expression left: (member_expression object: (this) property: (_) @name)) @definition.field
