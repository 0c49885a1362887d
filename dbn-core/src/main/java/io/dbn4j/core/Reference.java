package io.dbn4j.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The publication that an algorithm is taken from; errors of the source are corrected in the Javadoc next to the
 * annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Reference {
    /** Authors, separated by commas. */
    String authors();

    /** Title of the publication. */
    String title();

    /** Journal, conference or publisher. */
    String venue();

    /** Year of the publication. */
    int year();

    /** Lasting address of the publication, a DOI if there is one. */
    String url() default "";
}
