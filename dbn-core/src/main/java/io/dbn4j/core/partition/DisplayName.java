package io.dbn4j.core.partition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The display name and help text of an estimator of log Z. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DisplayName {
    /** Returns the name in messages, reports and pages. */
    String value();

    /** Returns one or two sentences for the help of the command line. */
    String summary();
}
