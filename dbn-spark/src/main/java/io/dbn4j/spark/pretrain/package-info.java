/**
 * Replicas of a network in the executors of a Spark cluster. Start at {@link io.dbn4j.spark.pretrain.SparkReplicas}.
 * Only texts, numbers and bytes are sent over the network.
 */
@NullMarked
package io.dbn4j.spark.pretrain;

import org.jspecify.annotations.NullMarked;
