package io.dbn4j.core.partition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What people read about an estimator of log Z, beside its registered name. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DisplayName {
    /** Name in messages, reports and pages. */
    String value();

    /** One or two sentences for the help of the command line. */
    String summary();
}
