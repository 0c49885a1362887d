/** The connection to a Spark cluster and the configuration of its executors. */
@NullMarked
package io.dbn4j.spark.cluster;

import org.jspecify.annotations.NullMarked;
