; What the outlines of JavaScript and TypeScript have in common: modules, and definitions without types.

; -- Imports -----------------------------------------------------------------------------------------

(import_statement (import_clause (identifier) @alias) source: (string) @module) @import.default
(import_statement (import_clause (namespace_import (identifier) @alias)) source: (string) @module) @import.module
(import_statement (import_clause (named_imports (import_specifier name: _ @name alias: (_)? @alias)))
  source: (string) @module) @import.name
(import_statement . source: (string) @module) @import.side_effect
(import_statement (import_clause (named_imports . "{" . "}")) source: (string) @module) @import.side_effect

; A name that an import binds is not a definition of its own: the builder drops what these rows bind.
(variable_declarator name: (identifier) @alias
  value: [
    (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))
    (await_expression (call_expression function: (import) arguments: (arguments . (string) @module)))]
  (#eq? @_require "require")) @import.module
(variable_declarator name: (identifier) @alias
  value: (member_expression
    object: (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))
    property: (property_identifier) @name)
  (#eq? @_require "require")) @import.name
(variable_declarator name: (object_pattern [
    (shorthand_property_identifier_pattern) @name
    (pair_pattern key: (_) @name value: [(identifier) @alias (assignment_pattern left: (identifier) @alias)])
    (object_assignment_pattern left: (shorthand_property_identifier_pattern) @name)])
  value: [
    (call_expression function: (identifier) @_require arguments: (arguments . (string) @module))
    (await_expression (call_expression function: (import) arguments: (arguments . (string) @module)))]
  (#eq? @_require "require")) @import.name
(call_expression function: [(import) (identifier) @_require] arguments: (arguments . (string) @module)
  (#eq? @_require "require")) @import.side_effect

; -- Exports -----------------------------------------------------------------------------------------

(export_statement (export_clause (export_specifier name: _ @name alias: _? @alias))
  source: (string) @module) @import.reexport_name
(export_statement (export_clause (export_specifier name: _ @name alias: _? @alias)) !source) @import.reexport_name
(export_statement . "export" . "*" . source: (string) @module) @import.reexport_wildcard
(export_statement (namespace_export (_) @alias) source: (string) @module) @import.reexport_namespace
(export_statement declaration: (_ name: (_) @exported))
(export_statement declaration: (_ (variable_declarator name: (identifier) @exported)))

(program (export_statement (export_clause . "{" . "}") @extra.module))
(program (export_statement "default" value: (identifier) @extra.default))
(program (export_statement "default" declaration: (_ name: (_) @extra.default)))
(export_statement "default" @name @exported value: [
  (function_expression !name parameters: (_) @parameters)
  (generator_function !name parameters: (_) @parameters)
  (arrow_function [parameters: (_) parameter: (_)] @parameters)]) @definition.function
(export_statement "default" @name @exported value: (class !name)) @definition.class
(export_statement "default" @name @exported
  value: [(call_expression) (new_expression) (object) (array) (await_expression) (member_expression)
    (string) (template_string) (number)]) @definition.constant
(export_statement value: (function_expression name: (identifier) @name @exported @extra.default
  parameters: (_) @parameters) @definition.function)
(export_statement value: (class name: (_) @name @exported @extra.default) @definition.class)


; -- Members of objects ------------------------------------------------------------------------------

(pair key: [(property_identifier) (string)] @name value: [
    (arrow_function [parameters: (_) @parameters parameter: (_) @parameters])
    (function_expression parameters: (_) @parameters)
    (generator_function parameters: (_) @parameters)]) @definition.method
(program (lexical_declaration (variable_declarator value: (object
  (pair key: [(property_identifier) (string)] @name) @definition.property))))
(export_statement (lexical_declaration (variable_declarator value: (object
  (pair key: [(property_identifier) (string)] @name) @definition.property))))
(program (lexical_declaration (variable_declarator value: (object (pair value: (object
  (pair key: [(property_identifier) (string)] @name) @definition.property))))))
(export_statement (lexical_declaration (variable_declarator value: (object (pair value: (object
  (pair key: [(property_identifier) (string)] @name) @definition.property))))))
(export_statement value: (object (pair key: [(property_identifier) (string)] @name) @definition.property))

; -- Module names bound by patterns ------------------------------------------------------------------

(program (lexical_declaration (variable_declarator name: [
  (object_pattern [
    (shorthand_property_identifier_pattern) @name @definition.variable
    (pair_pattern value: (identifier) @name @definition.variable)
    (object_assignment_pattern left: (_) @name @definition.variable)
    (rest_pattern (identifier) @name @definition.variable)])
  (array_pattern (identifier) @name @definition.variable)])))
(export_statement (_ (variable_declarator name: [
  (object_pattern [
    (shorthand_property_identifier_pattern) @name @definition.variable @exported
    (pair_pattern value: (identifier) @name @definition.variable @exported)])
  (array_pattern (identifier) @name @definition.variable @exported)])))
