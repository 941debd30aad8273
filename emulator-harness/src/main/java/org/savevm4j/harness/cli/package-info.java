// SPDX-License-Identifier: Apache-2.0
/**
 * The command line {@code pseries}.
 *
 * <p>{@link org.savevm4j.harness.cli.Pseries} parses and hands over to one class for each
 * subcommand, of which {@link org.savevm4j.harness.cli.AllCommands} makes those that are asked for;
 * {@link org.savevm4j.harness.cli.Faults} turns every failure into one line on standard error and
 * an exit status: 0 done, 1 failed, 2 wrong use. Commands throw what went wrong and print nothing
 * about it themselves. Results go to standard output, all else to standard error.
 *
 * <p>A command runs on the main thread. {@link org.savevm4j.harness.cli.RunEnd} is where other
 * threads tell {@code run} to end.
 */
package org.savevm4j.harness.cli;
