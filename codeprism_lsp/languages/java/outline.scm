; Definitions visible beyond their own method, imports and supertypes of a Java file.

(package_declaration [(scoped_identifier) (identifier)] @extra.package)

; The static forms come first: the plain patterns match them too, and the first of equal rows stays.
(import_declaration
  "static" . (scoped_identifier scope: (_) @module name: (_) @name) . ";") @import.static_name
(import_declaration "static" . (scoped_identifier) @module . "." . (asterisk)) @import.static_wildcard
(import_declaration . "import" . (scoped_identifier scope: (_) @module name: (_) @name) . ";") @import.name
(import_declaration . "import" . (identifier) @module . ";") @import.module
(import_declaration . "import" . [(scoped_identifier) (identifier)] @module . "." . (asterisk)) @import.wildcard

(class_declaration
  name: (identifier) @name type_parameters: (_)? @parameters) @definition.class
(interface_declaration
  name: (identifier) @name type_parameters: (_)? @parameters) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(record_declaration
  name: (identifier) @name type_parameters: (_)? @parameters) @definition.class
(annotation_type_declaration name: (identifier) @name) @definition.annotation
(module_declaration name: (_) @name) @definition.module

(superclass (_) @extends)
(super_interfaces (type_list (_) @implements))
(extends_interfaces (type_list (_) @extends))

; An anonymous class is called `new`, which no identifier can be, and has the type it is written with.
(object_creation_expression "new" @name type: (_) @type @extends (class_body)) @definition.class

(method_declaration
  type: (_) @type name: (identifier) @name parameters: (_) @parameters) @definition.method
(constructor_declaration name: (identifier) @name parameters: (_) @parameters) @definition.constructor
(compact_constructor_declaration name: (identifier) @name) @definition.constructor
(annotation_type_element_declaration type: (_) @type name: (identifier) @name) @definition.method

(field_declaration
  type: (_) @type declarator: (variable_declarator name: (identifier) @name)) @definition.field
(constant_declaration
  type: (_) @type declarator: (variable_declarator name: (identifier) @name)) @definition.constant
(record_declaration parameters: (formal_parameters
  (formal_parameter type: (_) @type name: (identifier) @name) @definition.field))
(record_declaration parameters: (formal_parameters
  (spread_parameter . (_) @type . (variable_declarator name: (identifier) @name) .) @definition.field))
(enum_constant name: (identifier) @name) @definition.enum_member
