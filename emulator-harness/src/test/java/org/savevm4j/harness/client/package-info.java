// SPDX-License-Identifier: Apache-2.0
/**
 * A client of QMP as somebody writes it for QEMU, who has never heard of this project: it knows the
 * JDK and a JSON parser, and none of our classes, which a test of the architecture holds.
 *
 * <p>{@link org.savevm4j.harness.client.SocketClient} is the connection, {@link
 * org.savevm4j.harness.client.ClientScenario} what the client does with a machine and a second one,
 * each a process that somebody else starts. What it saw is a list of lines, and the same for each
 * kind of machine. {@link org.savevm4j.harness.client.ShapeScenario} asks a machine for all there
 * is to ask, and keeps the shapes of the answers; {@link org.savevm4j.harness.client.KnownShapes}
 * has those that QEMU gave. {@link org.savevm4j.harness.client.MachineSchema} is what a machine
 * says of itself, by which its answers are checked, and {@link
 * org.savevm4j.harness.client.SchemaShapes} compares what two kinds say.
 */
package org.savevm4j.harness.client;
