/* SPDX-License-Identifier: GPL-2.0 */
#ifndef THOUSAND_H
#define THOUSAND_H

/* X(1000) to X(1999) */
#define KMB_10(X, n)							\
	X(n##0) X(n##1) X(n##2) X(n##3) X(n##4)				\
	X(n##5) X(n##6) X(n##7) X(n##8) X(n##9)
#define KMB_100(X, n)							\
	KMB_10(X, n##0) KMB_10(X, n##1) KMB_10(X, n##2) KMB_10(X, n##3)	\
	KMB_10(X, n##4) KMB_10(X, n##5) KMB_10(X, n##6) KMB_10(X, n##7)	\
	KMB_10(X, n##8) KMB_10(X, n##9)
#define KMB_1000(X)							\
	KMB_100(X, 10) KMB_100(X, 11) KMB_100(X, 12) KMB_100(X, 13)	\
	KMB_100(X, 14) KMB_100(X, 15) KMB_100(X, 16) KMB_100(X, 17)	\
	KMB_100(X, 18) KMB_100(X, 19)

#endif
