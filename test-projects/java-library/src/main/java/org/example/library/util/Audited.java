package org.example.library.util;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.example.library.model.Medium;

/** Imports Medium, which imports this annotation: the deliberate cycle. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Audited {
    String reason() default "";

    Class<? extends Medium>[] kinds() default {};
}
