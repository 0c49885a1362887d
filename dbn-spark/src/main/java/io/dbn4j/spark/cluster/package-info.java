/** A Spark cluster that this program computes on: how it is reached and how its executors are set up. */
@NullMarked
package io.dbn4j.spark.cluster;

import org.jspecify.annotations.NullMarked;
