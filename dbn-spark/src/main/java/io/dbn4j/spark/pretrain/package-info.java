/**
 * Replicas of a network in the executors of a Spark cluster: start at {@link io.dbn4j.spark.pretrain.SparkReplicas}. What goes
 * over the network are texts, numbers and bytes.
 */
@NullMarked
package io.dbn4j.spark.pretrain;

import org.jspecify.annotations.NullMarked;
