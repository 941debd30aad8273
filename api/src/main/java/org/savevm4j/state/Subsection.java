// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.util.function.Predicate;

/**
 * State that is sent only when it is needed, so that a stream stays readable by those who do not
 * know it.
 *
 * @param needed whether the owner has anything to tell
 * @param state its declaration; the name begins with that of the structure it belongs to
 */
record Subsection<T>(Predicate<T> needed, DeviceState<T> state) {}
