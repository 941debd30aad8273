// SPDX-License-Identifier: Apache-2.0
/**
 * Contract tests that every section can run: JUnit 5 classes to extend, each with one small factory
 * to write. In the jar of {@code savevm4j-api} with classifier {@code tests}.
 *
 * <p>{@link org.savevm4j.testkit.LiveSectionContract} asks a {@link
 * org.savevm4j.testkit.LiveSubject}, a live section on a machine of its own, for machines to
 * change, save and load; {@link org.savevm4j.testkit.DeviceSectionContract} does the same with a
 * {@link org.savevm4j.testkit.DeviceSubject}. Each test is one line of what {@code
 * org.savevm4j.section} asks for, and fails with what was seen. {@link
 * org.savevm4j.testkit.SaveRun} and {@link org.savevm4j.testkit.LoadRun} call a section as a host
 * does. {@link org.savevm4j.testkit.GoldenFiles} holds released formats.
 */
package org.savevm4j.testkit;
