/* Shortest ways over water, exact: continuous Dijkstra on a triangulated sea.

   From a place, all that it sees through an edge of the mesh is one *window*; windows are carried from triangle to triangle in order of
   length, and where one passes a reflex vertex of the shore that vertex becomes a source of its own for what lies in its shadow (Mitchell,
   Mount and Papadimitriou 1987). Windows that a known vertex betters are dropped (Xin and Wang 2009). With a target, the same search goes by
   A* (as Polyanya, Cui, Harabor and Grastien 2017).

   Freestanding: no library, no imports. The bits are the same wherever IEEE doubles are not contracted (-ffp-contract=off), as sine, cosine
   and arcsine are written here and the square root is exact.

   Water is of two domains. NAVIGABLE is where ships go; ACCESS is shore strip, shoal and port channel, used only where a way begins or ends. A
   place in ACCESS is *swept* first: its windows within ACCESS up to the border of NAVIGABLE, no farther than TWICE the nearest one and ONE_KM more, nor than MOST_MORE beyond it.
   A source sends those windows on into NAVIGABLE; a target leaves them at the border for the search to meet. Both ends use the same windows, so a
   way is as long as its reverse.

   Lengths are km on WGS 84, directions are great circles of the auxiliary sphere (reduced latitude). */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;                                           /* of gates with a toll: those that a way has passed, a bit each */
typedef struct { double x, y, z; } P3;
typedef struct { P3 l, r; double extra; int s, h; u32 passed; } Win;   /* what vertex s sees through half-edge h between the planes l and r */
typedef struct { double key; int v; } Item;                     /* v < 0: vertex -1-v is a source now; else window v is due */
typedef struct { Win w; P3 L, R; double cl, cr, least; } Exit;  /* a window that leaves ACCESS: its ends on the border, the ways to them */
typedef struct { P3 s, l, r; double base; int place, next, node, last, h; u32 passed; } Meet;    /* the same, left at half-edge h of the border by a target */
typedef struct { double d; int place, next, node, last, at; u32 passed; } Touch;  /* a node `at` from which a target is reached, by `node` of its own sweep or -1 */
typedef struct { P3 l, r; int h; u32 passed; } Sight;            /* a window whose length is not asked */
typedef struct { double km; int to; u32 passed; } Tangent;       /* a vertex that is seen, and the gates with a toll on the way to it */

enum { SHUT, NAVIGABLE, ACCESS };
enum { REACHED = 1, TURN_LEFT = 2, TURN_RIGHT = 4, EXIT_END = 8 };   /* why a vertex is due */
enum { BORDER = 1, SEEN_START = 2, SEEN_END = 4, ALLOWED = 8 };              /* of half-edges between ACCESS and NAVIGABLE */
enum { NO_WATER = -1, BAD_LINE = -3, FULL = -4 };

#define INF __builtin_inf()
#define TWICE 2.0
#define ONE_KM 1.0
#define MOST_MORE 15.0    /* km: as far as a way may go beyond the shortest way out, however long that is */
#define EPS 2e-6          /* windows within this share of another's length are kept: rounding must not drop the true one */
#define TINY 1e-13        /* sides of planes: 1e-13 of the radius is under a micrometre */
#define INSET 3e-9        /* places keep this far (2 cm) from edges and vertices, where a window would have no width */
#define SAME 2e-8         /* ends of closed lines this near (13 cm) to a vertex are the vertex */
#define HALF_CELL 0.0126  /* radians: no point of a cell of the grid is farther than that from its middle */
#define OWN_LINE 0xffff   /* the gate of edges on lines that the user closes */
static const double FLAT = 1 / 298.257223563, AXIS = 6378.137;

/* ---- memory: one block that only grows; what a cut allocates is forgotten at the next cut ---- */
#ifdef __wasm__
#define API(name) __attribute__((export_name(#name)))
extern u8 __heap_base;
static unsigned long top;
static void *allocate(unsigned long n) {                            /* traps when there is no more memory: never a wrong number */
  if (!top) top = ((unsigned long)&__heap_base + 15) & ~15ul;
  unsigned long at = top, have = (unsigned long)__builtin_wasm_memory_size(0) << 16;
  if (n > 0x7fffffff) __builtin_trap();
  top += (n + 15) & ~15ul;
  if (top > have && __builtin_wasm_memory_grow(0, (top - have + 65535) >> 16) == (unsigned long)-1) __builtin_trap();
  return (void *)at;
}
#else
#define API(name) __attribute__((visibility("default")))
static u8 arena[1u << 30] __attribute__((aligned(16)));
static unsigned long top;
static void *allocate(unsigned long n) {
  void *p = arena + top;
  top += (n + 15) & ~15ul;
  if (top > sizeof arena) __builtin_trap();
  return p;
}
#endif
#define NEW(type, n) ((type *)allocate((unsigned long)(n) * sizeof(type)))

typedef struct { void *at; int cap; } List;
static void grow(List *list, int n, int size) {                 /* space for n items; the old block is left behind */
  if (n <= list->cap) return;
  int cap = list->cap > n / 2 ? 2 * list->cap : n;               /* what is asked for at once is not doubled */
  if (cap < 256) cap = 256;
  u8 *to = allocate((unsigned long)cap * size), *from = list->at;
  for (unsigned long i = 0; i < (unsigned long)list->cap * size; i++) to[i] = from[i];
  *list = (List){to, cap};
}
#define NEED(list, type, n) (grow(&(list), (n), sizeof(type)), (type *)(list).at)

/* ---- the ellipsoid ---- */
static double root(double a) { return __builtin_sqrt(a); }
static double arcsine(double r) {                               /* of 0..1, after fdlibm */
  int big = r > 0.5;
  double t = big ? (1 - r) * 0.5 : r * r, s = big ? root(t) : r;
  double p = t * (1.66666666666666657415e-01 + t * (-3.25565818622400915405e-01 + t * (2.01212532134862925881e-01
    + t * (-4.00555345006794114027e-02 + t * (7.91534994289814532176e-04 + t * 3.47933107596021167570e-05)))));
  double q = 1 + t * (-2.40339491173441421878e+00 + t * (2.02094576023350569471e+00
    + t * (-6.88283971605453293030e-01 + t * 7.70381505559019352791e-02)));
  double a = s + s * (p / q);
  return big ? 1.57079632679489661923 - 2 * a : a;
}
static void sincosd(double deg, double *s, double *c) {         /* degrees, |deg| < 1e6 */
  int k = (int)(deg / 90 + (deg < 0 ? -0.5 : 0.5));
  double x = (deg - 90.0 * k) * 0.017453292519943295, z = x * x;
  double sn = x + x * z * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04
    + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))));
  double cs = 1 - 0.5 * z + z * z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
    + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 - z * 1.13596475577881948265e-11)))));
  switch (k & 3) {
    case 0: *s = sn; *c = cs; break;
    case 1: *s = cs; *c = -sn; break;
    case 2: *s = -sn; *c = -cs; break;
    default: *s = -cs; *c = sn;
  }
}
static P3 minus(P3 a, P3 b) { return (P3){a.x - b.x, a.y - b.y, a.z - b.z}; }
static double dot(P3 a, P3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static P3 cross(P3 a, P3 b) { return (P3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
static P3 unit(P3 a) { double q = 1 / root(dot(a, a) + 1e-300); return (P3){a.x * q, a.y * q, a.z * q}; }
static P3 blend(P3 a, P3 b, double t) { return unit((P3){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z)}); }
static P3 place_of(double lon, double lat) {
  double sl, cl, sp, cp;
  sincosd(lon, &sl, &cl); sincosd(lat, &sp, &cp);
  sp *= 1 - FLAT;
  double q = 1 / root(cp * cp + sp * sp);
  return (P3){cp * cl * q, cp * sl * q, sp * q};
}
/* km on WGS 84 by Thomas (1970), of second order in the flattening: exact to millimetres but near antipodes. */
static double far(P3 a, P3 b) {
  double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z, s2 = (dx * dx + dy * dy + dz * dz) * 0.25;
  if (s2 < 1e-20) return 2 * AXIS * root(s2);
  if (s2 > 0.9999) s2 = 0.9999;
  double c2 = 1 - s2, sc = s2 * c2, half = root(sc), w = 0.5 / sc, m = a.z + b.z, T;   /* half: of the sine of the angle */
  double U = m * m * s2 * w, V = dz * dz * c2 * w, X = U + V, Y = U - V;
  if (s2 < 0.0025)                                               /* 640 km: the angle over its sine as a series */
    T = 1 + s2 * (2 / 3.0 + s2 * (8 / 15.0 + s2 * (16 / 35.0 + s2 * (128 / 315.0 + s2 * (256 / 693.0 + s2 * (1024 / 3003.0))))));
  else T = arcsine(root(s2)) / half;
  double D = 4 * T * T, E = 2 - 4 * s2, A = D * E, C = T - (A - E) * 0.5;
  double one = FLAT * 0.25 * (T * X - Y), two = FLAT * FLAT / 64 * (X * (A + C * X) - Y * (2 * D + E * Y) + D * X * Y);
  return 2 * AXIS * half * (T - one + two);
}
/* Whether far(a, b) < d. The chord decides nearly always: a way is 0.99664 to 1 of AXIS times the angle, which is no less than the chord. */
static int nearer(P3 a, P3 b, double d) {
  double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z, c2 = dx * dx + dy * dy + dz * dz, q = d * (1 / AXIS);
  if (d <= 0) return 0;
  if (c2 * 0.9932 > q * q) return 0;
  if (c2 < 0.04 && c2 * (1 + c2 * 0.1) < q * q) return 1;
  return far(a, b) < d;
}
static double turnof(P3 o, P3 a, P3 b) { return dot(o, cross(minus(a, o), minus(b, o))); }   /* > 0: o, a, b turn left */
static P3 plane(P3 o, P3 a) { return unit(cross(o, minus(a, o))); }                        /* left of o -> a is positive */
static double side(P3 n, P3 o, P3 a) { return n.x * (a.x - o.x) + n.y * (a.y - o.y) + n.z * (a.z - o.z); }
static P3 cut_at(P3 n, P3 a, P3 b) {                            /* where the plane meets the edge a-b */
  P3 x = cross(n, cross(a, b));
  double q = root(dot(x, x));
  if (q < 1e-20) return a;
  if (x.x * (a.x + b.x) + x.y * (a.y + b.y) + x.z * (a.z + b.z) < 0) q = -q;
  return (P3){x.x / q, x.y / q, x.z / q};
}

/* ---- the mesh: half-edge h = 3 * triangle + k runs from vertex T0[h] to T0[next(h)], its triangle on the left ---- */
static int n0, m0, n, m, spare_v, spare_t;                       /* vertices and triangles as given; with those that closed lines add */
static int *V, *T0, *A0, *piece;
static int *given_T, *given_A;
static u16 *given_gate, *gate;
static u8 *label, *domain;
static int gates;
static double *cost, tolls[32];
static u32 *tolled;
static P3 *X0;
static double west, south;
static int cols, rows, *cell, *cells;
static unsigned long base_top;
/* cut along walls, borders and tolls: each vertex becomes one node a fan of triangles that meet no such edge */
static int nodes, *T, *A, *fan, *first, *last, *vert, *twin;
static u8 *bend, *door;
static P3 *X;
static int nx(int h) { return h % 3 == 2 ? h - 2 : h + 1; }
static int pv(int h) { return h % 3 == 0 ? h + 2 : h - 1; }
static double fee(int h) { return gate[h] == OWN_LINE ? INF : cost[gate[h]]; }
static int wall(int h) { return A0[h] < 0 || !domain[h / 3] || !domain[A0[h] / 3] || fee(h) == INF; }
static int part(int h) { return wall(h) || domain[h / 3] != domain[A0[h] / 3] || fee(h) > 0; }

static List buffer_list;
API(sea_buffer) double *sea_buffer(int doubles) { return NEED(buffer_list, double, doubles); }   /* for what callers hand over */
/* Allocates a mesh. Then fill sea_V (lon, lat in 1e-5 degree), sea_T, sea_label and sea_gate (0 none, else number of the set of gates + 1), and call sea_build. */
API(sea_new) void sea_new(int vertices, int triangles, int number_of_gates, int spare) {
  n0 = n = vertices; m0 = m = triangles; gates = number_of_gates; spare_v = spare; spare_t = 4 * spare;
  int t = m0 + spare_t;
  V = NEW(int, 2 * n0); T0 = NEW(int, 3 * t); A0 = NEW(int, 3 * t); gate = NEW(u16, 3 * t);
  label = NEW(u8, t); domain = NEW(u8, t); piece = NEW(int, t); cost = NEW(double, gates + 1); tolled = NEW(u32, gates + 1); X0 = NEW(P3, n0 + spare_v);
  for (int h = 0; h < 3 * t; h++) gate[h] = 0;
  for (int i = 0; i < t; i++) { label[i] = 0; piece[i] = -1; }
  for (int g = 0; g <= gates; g++) { cost[g] = 0; tolled[g] = 0; }
}
API(sea_V) int *sea_V(void) { return V; }
API(sea_T) int *sea_T(void) { return T0; }
API(sea_label) u8 *sea_label(void) { return label; }
API(sea_gate) u16 *sea_gate(void) { return gate; }
/* An edge may lie on several gates: a number stands for a set of them. A toll is paid once a gate, however many of its edges a way crosses. */
API(sea_tolls) double *sea_tolls(void) { return tolls; }          /* km to pass each gate that has a toll, of which there may be 32 */
API(sea_tolled) u32 *sea_tolled(void) { return tolled; }          /* which of them are in each set, a bit each */
API(sea_cost) double *sea_cost(void) { return cost; }            /* of each set, by number + 1: the sum of its tolls, inf if closed */
API(sea_nodes) int sea_nodes(void) { return nodes; }
API(sea_vert) int *sea_vert(void) { return vert; }
API(sea_X) P3 *sea_X(void) { return X0; }

static void join(int h, int g) { A0[h] = g; if (g >= 0) A0[g] = h; }
static void set_corners(int t, int a, int b, int c) { T0[3 * t] = a; T0[3 * t + 1] = b; T0[3 * t + 2] = c; }
static void set_edge(int h, int neighbour, int g) { join(h, neighbour); gate[h] = g; if (neighbour >= 0) gate[neighbour] = g; }

/* ---- coarsening: vertices that no way can turn at are taken out, and the triangles are made as round as they can be ---- */
/* Ways do not depend on how water is triangulated, and the fewer triangles a window crosses the less it costs. Walls, borders of domains and
   gates stay, and ACCESS as it is: how far ways there may go is judged by pieces of the border, a triangle each. */
static unsigned navigable_mask, access_mask;
static int domain_of(int t) { return navigable_mask >> label[t] & 1 ? NAVIGABLE : access_mask >> label[t] & 1 ? ACCESS : SHUT; }
static int fixed(int h) { return A0[h] < 0 || gate[h] || domain[h / 3] != NAVIGABLE || domain[A0[h] / 3] != NAVIGABLE; }
static int wide(int o, int a, int b) {                           /* a triangle to the left, and no sliver of under 12 cm */
  P3 d[3] = {minus(X0[a], X0[o]), minus(X0[b], X0[o]), minus(X0[a], X0[b])};
  double turn = turnof(X0[o], X0[a], X0[b]), most = 0;
  for (int k = 0; k < 3; k++) if (dot(d[k], d[k]) > most) most = dot(d[k], d[k]);
  return turn > 0 && turn * turn > SAME * SAME * most;
}
static int convex(int h) {                                       /* whether the edge can be turned */
  int g = A0[h], c = T0[pv(h)], d = T0[pv(g)];
  return wide(T0[h], d, c) && wide(d, T0[g], c);
}
static void turn_edge(int h) {                                   /* a-b of the triangles a-b-c, b-a-d becomes d-c; the first is now a-d-c */
  int g = A0[h], t = h / 3, u = g / 3, a = T0[h], b = T0[g], c = T0[pv(h)], d = T0[pv(g)];
  int bc = nx(h), ca = pv(h), ad = nx(g), db = pv(g), to[4] = {A0[ad], A0[ca], A0[db], A0[bc]}, on[4] = {gate[ad], gate[ca], gate[db], gate[bc]};
  set_corners(t, a, d, c); set_corners(u, d, b, c);
  set_edge(3 * t, to[0], on[0]); set_edge(3 * t + 2, to[1], on[1]); set_edge(3 * u, to[2], on[2]); set_edge(3 * u + 1, to[3], on[3]);
  set_edge(3 * t + 1, 3 * u + 2, 0);
}
static int round_enough(int h) {                                 /* Delaunay: the other apex lies outside the circle of this triangle */
  P3 a = X0[T0[h]], p = minus(X0[T0[nx(h)]], a), q = minus(X0[T0[pv(h)]], a), r = minus(X0[T0[pv(A0[h])]], a);
  return dot(r, cross(p, q)) <= 1e-14 * (dot(p, p) + dot(q, q));
}
static void take_out(int h, int *home, u8 *dead) {               /* the vertex that h leaves: its edges are turned until three are left */
  int e = h, degree = 0;
  do { degree++; e = A0[pv(e)]; } while (e != h);
  while (degree > 3) {
    for (e = A0[pv(h)]; e != h && !convex(e); ) e = A0[pv(e)];
    if (e == h && !convex(h)) return;
    turn_edge(e);
    h = e / 3 * 3;
    degree--;
    for (int t = e / 3, k = 0; k < 3; k++) home[T0[3 * t + k]] = 3 * t + k;
    for (int u = A0[e / 3 * 3 + 1] / 3, k = 0; k < 3; k++) home[T0[3 * u + k]] = 3 * u + k;
  }
  int s = A0[pv(h)], r = A0[pv(s)], out[3] = {A0[nx(h)], A0[nx(s)], A0[nx(r)]}, on[3] = {gate[nx(h)], gate[nx(s)], gate[nx(r)]}, t = h / 3;
  set_corners(t, T0[nx(h)], T0[nx(s)], T0[nx(r)]);
  for (int k = 0; k < 3; k++) { set_edge(3 * t + k, out[k], on[k]); home[T0[3 * t + k]] = 3 * t + k; }
  dead[s / 3] = dead[r / 3] = 1;
}
static void coarsen(void) {
  unsigned long old = top;
  int *home = NEW(int, n0), *todo = NEW(int, 3 * m0), *number = NEW(int, m0), left = 0, live = 0;
  u8 *kept = NEW(u8, n0), *dead = NEW(u8, m0);
  for (int v = 0; v < n0; v++) { home[v] = -1; kept[v] = 0; }
  for (int t = 0; t < m0; t++) { domain[t] = domain_of(t); dead[t] = 0; }
  for (int h = 0; h < 3 * m0; h++) { home[T0[h]] = h; if (fixed(h)) kept[T0[h]] = kept[T0[nx(h)]] = 1; }
  for (int v = 0; v < n0; v++) if (!kept[v] && home[v] >= 0) take_out(home[v], home, dead);
  for (int h = 0; h < 3 * m0; h++) if (!dead[h / 3] && !fixed(h) && A0[h] > h) todo[left++] = h;
  for (int turns = 0; left && turns < 8 * m0; ) {                /* Lawson 1977 */
    int h = todo[--left], t = h / 3, u = A0[h] / 3;
    if (fixed(h) || round_enough(h) || !convex(h)) continue;
    turn_edge(h);
    turns++;
    int around[4] = {3 * t, 3 * t + 2, 3 * u, 3 * u + 1};
    for (int k = 0; k < 4 && left < 3 * m0; k++) todo[left++] = around[k];
  }
  for (int t = 0; t < m0; t++) if (!dead[t]) number[t] = live++;
  for (int t = 0, k = 0; t < m0; t++) if (!dead[t]) {
    for (int i = 0; i < 3; i++) {
      int g = A0[3 * t + i];
      T0[3 * k + i] = T0[3 * t + i]; gate[3 * k + i] = gate[3 * t + i]; A0[3 * k + i] = g < 0 ? -1 : 3 * number[g / 3] + g % 3;
    }
    label[k] = label[t];
    k++;
  }
  for (int h = 3 * live; h < 3 * m0; h++) gate[h] = 0;
  m = m0 = live;
  top = old;
}

/* Which triangles lie in the cells of a grid of 1 degree. A great circle may leave the box of its ends towards the pole. */
static void fill_grid(void) {
  P3 *middle = NEW(P3, cols * rows);
  cell = NEW(int, cols * rows + 1);
  for (int i = 0; i <= cols * rows; i++) cell[i] = 0;
  for (int j = 0; j < rows; j++) for (int i = 0; i < cols; i++) middle[j * cols + i] = place_of(west + i + 0.5, south + j + 0.5);
  for (int pass = 0; pass < 2; pass++) {
    for (int t = 0; t < m0; t++) {
      int least[2] = {1 << 30, 1 << 30}, most[2] = {-(1 << 30), -(1 << 30)};
      for (int k = 0; k < 3; k++) for (int d = 0; d < 2; d++) {
        int v = V[2 * T0[3 * t + k] + d];
        if (v < least[d]) least[d] = v;
        if (v > most[d]) most[d] = v;
      }
      double across = (most[0] - least[0]) * 1e-5, bulge = 0.01 + 0.0025 * across * across;
      int i0 = (int)(least[0] * 1e-5 - west - 0.01), i1 = (int)(most[0] * 1e-5 - west + 0.01);
      int j0 = (int)(least[1] * 1e-5 - south - bulge), j1 = (int)(most[1] * 1e-5 - south + bulge), large = (i1 - i0 + 1) * (j1 - j0 + 1) > 4;
      P3 inwards[3];
      if (j0 < 0) j0 = 0;
      if (j1 >= rows) j1 = rows - 1;
      if (large) for (int k = 0; k < 3; k++) inwards[k] = unit(cross(X0[T0[3 * t + k]], X0[T0[3 * t + (k + 1) % 3]]));
      for (int j = j0; j <= j1; j++) for (int i = i0; i <= i1; i++) {
        int q = j * cols + i, off = 0;
        for (int k = 0; large && k < 3; k++) off |= dot(inwards[k], middle[q]) < -HALF_CELL;
        if (off) continue;
        if (pass) cells[cell[q]++] = t; else cell[q + 1]++;
      }
    }
    if (!pass) {
      for (int i = 0; i < cols * rows; i++) cell[i + 1] += cell[i];
      cells = NEW(int, cell[cols * rows]);
    }
  }
  for (int i = cols * rows; i > 0; i--) cell[i] = cell[i - 1];
  cell[0] = 0;
}
/* Neighbours, and the grid. Labels are bits of two masks: triangles whose label is in `navigable` are NAVIGABLE, else in `access` ACCESS, else SHUT; the mesh is
   coarsened where it is NAVIGABLE. Returns the number of inverted triangles. */
API(sea_build) int sea_build(unsigned navigable, unsigned access) {
  int H = 3 * m0, bad = 0;
  unsigned long old = top;
  int *start = NEW(int, n0 + 1), *list = NEW(int, H);
  for (int i = 0; i <= n0; i++) start[i] = 0;
  for (int h = 0; h < H; h++) start[T0[h] + 1]++;
  for (int i = 0; i < n0; i++) start[i + 1] += start[i];
  for (int h = 0; h < H; h++) list[start[T0[h]]++] = h;          /* start[i] is now the end of i's list */
  for (int h = 0; h < H; h++) {
    int a = T0[h], b = T0[nx(h)];
    A0[h] = -1;
    for (int i = b ? start[b - 1] : 0; i < start[b]; i++) if (T0[nx(list[i])] == a) { A0[h] = list[i]; break; }
  }
  top = old;
  int lo[2] = {V[0], V[1]}, hi[2] = {V[0], V[1]};
  for (int i = 0; i < n0; i++) {
    X0[i] = place_of(V[2 * i] * 1e-5, V[2 * i + 1] * 1e-5);
    for (int d = 0; d < 2; d++) {
      if (V[2 * i + d] < lo[d]) lo[d] = V[2 * i + d];
      if (V[2 * i + d] > hi[d]) hi[d] = V[2 * i + d];
    }
  }
  west = lo[0] * 1e-5 - 0.02; south = lo[1] * 1e-5 - 0.02;
  cols = (int)(hi[0] * 1e-5 - west + 0.02) + 1; rows = (int)(hi[1] * 1e-5 - south + 0.02) + 1;
  for (int t = 0; t < m0; t++) bad += turnof(X0[T0[3 * t]], X0[T0[3 * t + 1]], X0[T0[3 * t + 2]]) <= 0;
  navigable_mask = navigable; access_mask = access;
  if (!bad) coarsen();
  fill_grid();
  given_T = given_A = 0; given_gate = 0;
  base_top = top;
  return bad;
}

/* The triangle of a point, NO_WATER on land. A point on an edge belongs to the triangle that it is most inside of. */
static int locate(double lon, double lat, P3 p) {
  int i = (int)(lon - west), j = (int)(lat - south), found = NO_WATER;
  double most = -1e-12;
  if (!(lon >= west) || !(lat >= south) || i >= cols || j >= rows) return NO_WATER;
  for (int q = cell[j * cols + i]; q < cell[j * cols + i + 1]; q++) for (int t = cells[q]; t >= 0; t = piece[t]) {
    if (!domain[t]) continue;
    double least = 1;
    for (int k = 0; k < 3; k++) {
      double o = turnof(X0[T0[3 * t + k]], X0[T0[3 * t + (k + 1) % 3]], p);
      if (o < least) least = o;
    }
    if (least > most) { most = least; found = t; }
  }
  return found;
}
static P3 foot(P3 p, P3 a, P3 b) {                               /* nearest point to p of the edge a-b */
  P3 e = unit(cross(a, b)), f = cross(e, p);
  double l = dot(f, a), r = dot(f, b);                           /* f is positive ahead of p along the edge */
  if (l < 0 && r > 0) {
    double d = dot(e, p);
    return unit((P3){p.x - d * e.x, p.y - d * e.y, p.z - d * e.z});
  }
  P3 pa = minus(p, a), pb = minus(p, b);
  return dot(pa, pa) < dot(pb, pb) ? a : b;
}
/* The water nearest to a point on land, within limit_km: the triangle, the point in *at and the km to it in *km. */
static int nearest(double lon, double lat, P3 p, double limit_km, P3 *at, double *km) {
  int found = NO_WATER;
  double s, c, best = limit_km;
  sincosd(lat, &s, &c);
  double dj = limit_km / 110, di = dj / (c > 0.05 ? c : 0.05);
  for (int j = (int)(lat - dj - south); j <= (int)(lat + dj - south); j++) for (int i = (int)(lon - di - west); i <= (int)(lon + di - west); i++) {
    if (i < 0 || j < 0 || i >= cols || j >= rows) continue;
    for (int q = cell[j * cols + i]; q < cell[j * cols + i + 1]; q++) for (int t = cells[q]; t >= 0; t = piece[t]) {
      if (!domain[t]) continue;
      for (int h = 3 * t; h < 3 * t + 3; h++) if (A0[h] < 0 || !domain[A0[h] / 3]) {
        P3 f = foot(p, X0[T0[h]], X0[T0[nx(h)]]);
        double d = far(p, f);
        if (d < best) { best = d; found = t; *at = f; }
      }
    }
  }
  *km = best;
  return found;
}
/* Moves a point that lies on an edge or vertex of its triangle towards its middle until it is INSET from each edge, where every window has a
   width; in a sliver thinner than that, to the middle. */
static P3 inset(P3 p, int t) {
  P3 a = X0[T0[3 * t]], b = X0[T0[3 * t + 1]], c = X0[T0[3 * t + 2]];
  P3 mid = unit((P3){a.x + b.x + c.x, a.y + b.y + c.y, a.z + b.z + c.z});
  double share = 0;
  for (int k = 0; k < 3; k++) {
    P3 o = X0[T0[3 * t + k]], line = plane(o, X0[T0[3 * t + (k + 1) % 3]]);
    double at = side(line, o, p), most = side(line, o, mid);
    if (at >= INSET) continue;
    if (most <= INSET) return mid;
    double need = (INSET - at) / (most - at);
    if (need > share) share = need;
  }
  return share > 0 ? blend(p, mid, share) : p;
}

/* ---- lines that the user closes: the mesh is split along them ---- */
/* Takes away the closed lines. To be called once before the first of them too (keep = 1), since they change the mesh. */
API(sea_open_lines) void sea_open_lines(int keep) {
  top = base_top;
  buffer_list = (List){0, 0};
  n = n0; m = m0;
  if (given_T) for (int h = 0; h < 3 * m0; h++) { T0[h] = given_T[h]; A0[h] = given_A[h]; gate[h] = given_gate[h]; }
  else if (keep) {
    given_T = NEW(int, 3 * m0); given_A = NEW(int, 3 * m0); given_gate = NEW(u16, 3 * m0);
    for (int h = 0; h < 3 * m0; h++) { given_T[h] = T0[h]; given_A[h] = A0[h]; given_gate[h] = gate[h]; }
    base_top = top;
  }
  for (int t = 0; t < m0 + spare_t; t++) piece[t] = -1;
}
static int piece_of(int t) {                                     /* a new triangle out of t: its label, and found where t is found */
  int u = m++;
  label[u] = label[t]; domain[u] = domain[t]; piece[u] = piece[t]; piece[t] = u;
  for (int k = 0; k < 3; k++) gate[3 * u + k] = 0;
  return u;
}
static int split_triangle(int t, P3 p) {                         /* a new vertex in the middle of triangle t */
  int v = n++, a = T0[3 * t], b = T0[3 * t + 1], c = T0[3 * t + 2], bc = A0[3 * t + 1], ca = A0[3 * t + 2];
  int gbc = gate[3 * t + 1], gca = gate[3 * t + 2], u = piece_of(t), w = piece_of(t);
  X0[v] = p;
  set_corners(t, a, b, v); set_corners(u, b, c, v); set_corners(w, c, a, v);
  set_edge(3 * u, bc, gbc); set_edge(3 * w, ca, gca);
  set_edge(3 * t + 1, 3 * u + 2, 0); set_edge(3 * u + 1, 3 * w + 2, 0); set_edge(3 * w + 1, 3 * t + 2, 0);
  return v;
}
static int halve(int h, int v, int *far_half) {                  /* triangle of h halved by a line from its apex to v on h */
  int t = h / 3, a = T0[h], b = T0[nx(h)], c = T0[pv(h)], bc = A0[nx(h)], ca = A0[pv(h)], gh = gate[h], gbc = gate[nx(h)], gca = gate[pv(h)];
  int u = piece_of(t);
  set_corners(t, a, v, c); set_corners(u, v, b, c);
  gate[3 * t] = gate[3 * u] = gh;
  set_edge(3 * t + 2, ca, gca); set_edge(3 * u + 1, bc, gbc); set_edge(3 * t + 1, 3 * u + 2, 0);
  *far_half = 3 * u;
  return 3 * t;
}
static int split_edge(int h, P3 p) {                             /* a new vertex on half-edge h */
  int v = n++, g = A0[h], h2, g2;
  X0[v] = p;
  int h1 = halve(h, v, &h2);                                     /* h1: a-v, h2: v-b */
  if (g < 0) { A0[h1] = A0[h2] = -1; return v; }
  int g1 = halve(g, v, &g2);                                     /* g1: b-v, g2: v-a */
  join(h1, g2); join(h2, g1);
  return v;
}
static int near_vertex(P3 p, int t) {
  for (int k = 0; k < 3; k++) { P3 d = minus(p, X0[T0[3 * t + k]]); if (dot(d, d) < SAME * SAME) return T0[3 * t + k]; }
  return -1;
}
static void put_vertex(P3 p, int t, int *v) {                    /* the vertex at p in triangle t, made if there is none */
  if ((*v = near_vertex(p, t)) >= 0) return;
  for (int h = 3 * t; h < 3 * t + 3; h++) {
    double d = side(plane(X0[T0[h]], X0[T0[nx(h)]]), X0[T0[h]], p);
    if (d < SAME && d > -SAME) { *v = split_edge(h, p); return; }
  }
  *v = split_triangle(t, p);
}
static int between(P3 x, P3 a, P3 b) {
  P3 ab = minus(b, a);
  double q = root(dot(ab, ab) + 1e-300), d = dot(minus(x, a), ab) / q;
  return d > -SAME && d < q + SAME;
}
/* Closes the great circle from p to q. Every edge that it crosses is split where it does (which makes edges along it), then the edges on it
   are closed. */
static int close_segment(P3 p, P3 q, int *todo, int count) {
  P3 line = plane(p, q);
  int shut = 0;
  for (int i = 0; i < count; i++) {
    int t = todo[i];
    for (int again = 1; again; ) {
      again = 0;
      for (int h = 3 * t; h < 3 * t + 3 && !again; h++) {
        P3 a = X0[T0[h]], b = X0[T0[nx(h)]];
        double oa = side(line, p, a), ob = side(line, p, b);
        if ((oa > 0) == (ob > 0) || (oa < SAME && oa > -SAME) || (ob < SAME && ob > -SAME)) continue;
        P3 x = cut_at(line, a, b);
        if (!between(x, p, q)) continue;
        if (n + 1 > n0 + spare_v || m + 2 > m0 + spare_t) return FULL;
        int old = m;
        split_edge(h, x);
        for (int u = old; u < m; u++) todo[count++] = u;
        again = 1;
      }
    }
  }
  for (int i = 0; i < count; i++) for (int h = 3 * todo[i]; h < 3 * todo[i] + 3; h++) {
    P3 a = X0[T0[h]], b = X0[T0[nx(h)]];
    double oa = side(line, p, a), ob = side(line, p, b);
    if (oa > SAME || oa < -SAME || ob > SAME || ob < -SAME || !between(a, p, q) || !between(b, p, q) || gate[h] == OWN_LINE) continue;
    gate[h] = OWN_LINE;
    if (A0[h] >= 0) gate[A0[h]] = OWN_LINE;
    shut++;
  }
  return shut;
}
/* Closes a line, vertices joined by great circles, until sea_open_lines; sea_cut makes it felt. Returns edges closed, or an error. */
API(sea_close_line) int sea_close_line(int count, double *lonlat) {
  int shut = 0;
  unsigned long old = top;
  for (int t = 0; t < m; t++) domain[t] = NAVIGABLE;
  u8 *seen = NEW(u8, cols * rows);
  int *todo = NEW(int, m0 + spare_t);
  for (int i = 0; i < count; i++) {                              /* its vertices become vertices of the mesh, where they are in water */
    P3 p = place_of(lonlat[2 * i], lonlat[2 * i + 1]);
    int t = locate(lonlat[2 * i], lonlat[2 * i + 1], p), v;
    if (n + 1 > n0 + spare_v || m + 2 > m0 + spare_t) return FULL;
    if (t >= 0) put_vertex(p, t, &v);
  }
  for (int i = 0; i + 1 < count; i++) {
    double lon = lonlat[2 * i], lat = lonlat[2 * i + 1], dlon = lonlat[2 * i + 2] - lon, dlat = lonlat[2 * i + 3] - lat;
    if (dlon > 90 || dlon < -90 || dlat > 90 || dlat < -90) return BAD_LINE;
    P3 p = place_of(lon, lat), q = place_of(lon + dlon, lat + dlat);
    int steps = 2 + (int)(4 * ((dlon < 0 ? -dlon : dlon) + (dlat < 0 ? -dlat : dlat))), found = 0;
    for (int k = 0; k < cols * rows; k++) seen[k] = 0;
    for (int k = 0; k <= steps; k++) {                           /* triangles of the cells about it; a great circle bulges polewards */
      double x = lon + dlon * k / steps, y = lat + dlat * k / steps, bulge = 0.3 + 0.0025 * dlon * dlon;
      for (int j = (int)(y - bulge - south); j <= (int)(y + bulge - south); j++) for (int c = (int)(x - 0.3 - west); c <= (int)(x + 0.3 - west); c++) {
        if (c < 0 || j < 0 || c >= cols || j >= rows || seen[j * cols + c]) continue;
        seen[j * cols + c] = 1;
        for (int r = cell[j * cols + c]; r < cell[j * cols + c + 1]; r++) for (int t = cells[r]; t >= 0; t = piece[t]) if (domain[t] == NAVIGABLE) {
          domain[t] = ACCESS;                                      /* listed */
          todo[found++] = t;
        }
      }
    }
    for (int k = 0; k < found; k++) domain[todo[k]] = NAVIGABLE;
    int more = close_segment(p, q, todo, found);
    if (more < 0) return more;
    shut += more;
  }
  top = old;
  return shut;
}

/* ---- the search ---- */
static Win *win;
typedef struct { List list; int size; } Heap;
static Heap heap;
static int *spare, spares, used;
static List win_list, spare_list, exit_list, launch_list, touched_list, swept_list;
static double *D;                                                /* cost from the sources, km, of every node: length and tolls */
static u32 *passed;
static int *par, *origin;                                        /* the node before on the way, and the source that it comes from */
static u8 *due;
static int touched, swept;                                       /* nodes reached, in NAVIGABLE and in the last sweep */
/* Starts of ways in NAVIGABLE are nodes of their own, from number `nodes` on: sources, and the vertices of ACCESS by which a way came out of it. */
enum { STARTS = 8192 };
static int starts, *strip_node;
static int sources, *source_at;
static P3 *source_X;
static double *source_shore;
static List source_lists[3];
/* targets, in the order in which they were given */
static int places, *place_at, *place_next, *place_head, *PP, *PE, *PL, *reached, reaches, strip_places;
static P3 *PX;
static double *PD, *PT;
static float *place_reach, *place_shore;
static u8 *wanted;
static int *meet_head, *touch_head, *corner_head, meets, touches, corner_touches;
static List meet_list, touch_list, path_list, place_lists[12];
/* the tangent graph */
static int *tangent_at, *tangent_count, tangents, drawn, by_tangents, seen, stacked;
static List corner_list, sorted_list, tangent_list, drawn_list, seen_list, stack_list;
/* ---- pockets: water behind one edge ---- */
/* No way between places outside a pocket goes into it: it would come back by the same edge, and along the edge is shorter. So a search passes a
   mouth only if the pocket holds a target. */
static int *outer, *mouth, opened;                               /* of triangles: the root of the innermost pocket, -1 none; of roots: the half-edge into it */
static List opened_list;
static u8 *left_out;                                               /* half-edges into pockets without a target */
static double extent(int t) {
  P3 a = minus(X[T[3 * t + 1]], X[T[3 * t]]), b = minus(X[T[3 * t + 2]], X[T[3 * t]]), c = cross(a, b);
  return dot(c, c);
}
static void find_pockets(void) {                                 /* bridges of the graph of triangles (Tarjan 1974), from the open sea */
  outer = NEW(int, m); mouth = NEW(int, m); left_out = NEW(u8, 3 * m);
  unsigned long old = top;
  int *when = NEW(int, m), *low = NEW(int, m), *in = NEW(int, m), *order = NEW(int, m), *path = NEW(int, m), count = 0, widest = -1;
  u8 *next = NEW(u8, m);
  double most = 0;
  for (int t = 0; t < m; t++) {
    outer[t] = mouth[t] = when[t] = -1; next[t] = 0;
    if (domain[t] == NAVIGABLE && extent(t) > most) { most = extent(t); widest = t; }
  }
  for (int h = 0; h < 3 * m; h++) left_out[h] = 0;
  for (int s = -1; s < m; s++) {
    int root = s < 0 ? widest : s, depth = 0;
    if (root < 0 || domain[root] != NAVIGABLE || when[root] >= 0) continue;
    in[root] = -1; path[depth++] = root; when[root] = low[root] = count; order[count++] = root;
    while (depth) {
      int t = path[depth - 1];
      if (next[t] < 3) {
        int h = 3 * t + next[t]++, u = A[h] < 0 ? -1 : A[h] / 3;
        if (u < 0 || h == in[t]) continue;
        if (when[u] < 0) { in[u] = A[h]; path[depth++] = u; when[u] = low[u] = count; order[count++] = u; }
        else if (when[u] < low[t]) low[t] = when[u];
      } else if (--depth && low[t] < low[path[depth - 1]]) low[path[depth - 1]] = low[t];
    }
  }
  for (int i = 0; i < count; i++) {                              /* parents before children */
    int t = order[i];
    if (in[t] < 0) continue;
    if (low[t] == when[t]) { outer[t] = t; mouth[t] = A[in[t]]; left_out[mouth[t]] = 1; }
    else outer[t] = outer[A[in[t]] / 3];
  }
  top = old;
}
static void let_in(int t) {                                      /* searches may go to triangle t */
  for (int r = outer[t]; r >= 0 && left_out[mouth[r]]; r = outer[mouth[r] / 3]) {
    left_out[mouth[r]] = 0;
    NEED(opened_list, int, opened + 1)[opened] = r;
    opened++;
  }
}
static void let_in_about(int v) {                                /* to all triangles at node v */
  int h = fan[v], f = h, e = h, g;
  if (h < 0) return;
  let_in(h / 3);
  while ((g = A[pv(e)]) >= 0 && g != h) { e = g; let_in(e / 3); }
  while (A[f] >= 0 && (g = nx(A[f])) != h) { f = g; let_in(f / 3); }
}

static void start_search_memory(void) {                          /* after a cut: nothing of the last one is left */
  D = NEW(double, nodes + STARTS); passed = NEW(u32, nodes + STARTS); due = NEW(u8, nodes + STARTS);
  par = NEW(int, nodes + STARTS); origin = NEW(int, nodes + STARTS); strip_node = NEW(int, STARTS);
  for (int i = 0; i < nodes + STARTS; i++) { D[i] = INF; due[i] = 0; par[i] = -1; }
  buffer_list = win_list = spare_list = exit_list = launch_list = touched_list = swept_list = (List){0, 0};
  meet_list = touch_list = path_list = (List){0, 0};
  for (int i = 0; i < 12; i++) place_lists[i] = (List){0, 0};
  for (int i = 0; i < 3; i++) source_lists[i] = (List){0, 0};
  corner_list = sorted_list = tangent_list = drawn_list = seen_list = stack_list = (List){0, 0};
  tangent_at = 0;
  touched = swept = places = reaches = meets = touches = sources = starts = tangents = drawn = 0;
  corner_touches = -1;
  place_head = NEW(int, m); meet_head = NEW(int, 3 * m); touch_head = NEW(int, nodes);
  for (int t = 0; t < m; t++) place_head[t] = -1;
  for (int h = 0; h < 3 * m; h++) meet_head[h] = -1;
  for (int v = 0; v < nodes; v++) touch_head[v] = -1;
  heap = (Heap){{0, 0}, 0};
  opened_list = (List){0, 0}; opened = 0;
}

/* NAVIGABLE is one joined water, whatever is closed: navigable water enclosed by strip is ACCESS, or places there would lead nowhere. */
static void keep_largest(void) {
  unsigned long old = top;
  int *stack = NEW(int, m), *water = NEW(int, m), most = 0, largest = -1, waters = 0;
  for (int t = 0; t < m; t++) water[t] = -1;
  for (int t = 0; t < m; t++) if (domain[t] == NAVIGABLE && water[t] < 0) {
    int depth = 1, found = 0;
    stack[0] = t; water[t] = waters;
    while (depth) {
      int u = stack[--depth];
      found++;
      for (int h = 3 * u; h < 3 * u + 3; h++) {
        int g = A0[h] / 3;
        if (A0[h] >= 0 && domain[g] == NAVIGABLE && water[g] < 0) { water[g] = waters; stack[depth++] = g; }
      }
    }
    if (found > most) { most = found; largest = waters; }
    waters++;
  }
  for (int t = 0; t < m; t++) if (domain[t] == NAVIGABLE && water[t] != largest) domain[t] = ACCESS;
  top = old;
}

/* Takes other labels for NAVIGABLE and ACCESS than the mesh was built for, from the next cut on. What is NAVIGABLE may grow: there no vertex is
   missing, though ACCESS was left as fine as it is. It may not shrink. */
API(sea_waters) void sea_waters(unsigned navigable, unsigned access) { navigable_mask = navigable; access_mask = access; }

/* ---- cut the mesh along walls, borders of domains and toll gates ---- */
/* Walls alone are not enough: a vertex with water on two sides of a closed gate has two distances. It becomes one node a fan. Reflex vertices
   are judged a fan by one orientation. Call after any change of costs or lines; targets are forgotten. Returns the number of nodes. */
API(sea_cut) int sea_cut(void) {
  int H = 3 * m, tolls = 0;
  top = base_top;
  for (int t = 0; t < m; t++) domain[t] = domain_of(t);
  keep_largest();
  T = NEW(int, H); A = NEW(int, H); door = NEW(u8, H);
  for (int g = 1; g <= gates; g++) tolls |= cost[g] > 0 && cost[g] < INF;
  for (int h = 0; h < H; h++) {
    int w = wall(h), other = !w && domain[h / 3] != domain[A0[h] / 3];
    T[h] = -1; A[h] = w || other ? -1 : A0[h]; door[h] = other ? BORDER : 0;
  }
  nodes = 0;                                                     /* those of one domain next to each other */
  for (int kind = NAVIGABLE; kind <= ACCESS; kind++) for (int h = 0; h < H; h++) if (T[h] < 0 && domain[h / 3] == kind) {
    int f = h, g, id = nodes++;
    while (!part(f) && (g = nx(A0[f])) != h) f = g;              /* clockwise to where the fan begins */
    do { T[f] = id; g = pv(f); if (part(g)) break; f = A0[g]; } while (T[f] < 0);
  }
  X = NEW(P3, nodes + STARTS); vert = NEW(int, nodes + STARTS); fan = NEW(int, nodes); first = NEW(int, nodes); last = NEW(int, nodes);
  bend = NEW(u8, nodes + STARTS); twin = tolls ? NEW(int, 2 * nodes) : 0;
  for (int i = 0; i < nodes + STARTS; i++) { bend[i] = 0; vert[i] = -1; }
  for (int i = 0; i < nodes; i++) fan[i] = first[i] = last[i] = -1;
  if (twin) for (int i = 0; i < 2 * nodes; i++) twin[i] = -1;
  for (int h = 0; h < H; h++) if (T[h] >= 0) {
    int v = T[h];
    X[v] = X0[T0[h]]; vert[v] = T0[h];
    if (!part(h)) { if (fan[v] < 0) fan[v] = h; continue; }
    fan[v] = h;
    int f = h, e = h, g;
    while (A[f] >= 0 && (g = nx(A[f])) != h) f = g;              /* the wall or border clockwise, past tolls */
    while (A[pv(e)] >= 0 && (g = A[pv(e)]) != h) e = g;          /* and counterclockwise */
    first[v] = T[nx(f)]; last[v] = T[pv(e)];
    if (A[f] < 0) bend[v] = T0[nx(f)] == T0[pv(e)] || turnof(X0[T0[h]], X0[T0[nx(f)]], X0[T0[pv(e)]]) < 0;
    if (twin && A[h] >= 0) { int w = T[nx(A[h])]; twin[2 * v] = w; twin[2 * w + 1] = v; }
  }
  find_pockets();
  start_search_memory();
  return nodes;
}

API(sea_D) double *sea_D(void) { return D; }
API(sea_par) int *sea_par(void) { return par; }
API(sea_PX) P3 *sea_PX(void) { return PX; }
API(sea_PD) double *sea_PD(void) { return PD; }                  /* cost to each target, km: length and tolls */
API(sea_PT) double *sea_PT(void) { return PT; }                  /* the tolls in it */
API(sea_PP) int *sea_PP(void) { return PP; }                      /* last node of the search on the way */
API(sea_origin) int *sea_origin(void) { return origin; }         /* source of each node, by its number */
API(sea_source_shore) double *sea_source_shore(void) { return source_shore; }
API(sea_reached) int *sea_reached(void) { return reached; }      /* targets with a way within the limit */
API(sea_reaches) int sea_reaches(void) { return reaches; }
API(sea_PL) int *sea_PL(void) { return PL; }                      /* last vertex at which the way turns */
API(sea_PE) int *sea_PE(void) { return PE; }                      /* last node of the target's own sweep, -1 if none */
API(sea_wanted) u8 *sea_wanted(void) { return wanted; }          /* of each target, 1 until written: whether a search until all are sure waits for it */
API(sea_place_at) int *sea_place_at(void) { return place_at; }
API(sea_place_shore) float *sea_place_shore(void) { return place_shore; }
API(sea_place_reach) float *sea_place_reach(void) { return place_reach; }

static int aimed, sweeping, quiet;                               /* aimed: number of the target of A* + 1, or 0; quiet: targets get no offers */
static P3 aim;
static double limit, best, longest = INF;                        /* costs beyond limit and lengths beyond longest are not handled; best: what is found for the aim */
static int until_all;                                            /* k + 1: stop when no wanted target from number k on can be bettered; 0: go on */
static double reach_km, beyond_km, extra_target_km, swept_off;   /* of a sweep: how far the border may be, and how far beyond to look */
static int exits;
static double span(int i, int j) { return far(X[i], X[j]); }
static void put(Heap *heap, double key, int v) {
  Item *at = NEED(heap->list, Item, heap->size + 1);
  int i = heap->size++, p;
  while (i > 0 && at[p = (i - 1) >> 1].key > key) { at[i] = at[p]; i = p; }
  at[i] = (Item){key, v};
}
static Item take(Heap *heap) {
  Item *at = heap->list.at, out = at[0], it = at[--heap->size];
  int i = 0, c;
  while ((c = 2 * i + 1) < heap->size) {
    if (c + 1 < heap->size && at[c + 1].key < at[c].key) c++;
    if (at[c].key >= it.key) break;
    at[i] = at[c]; i = c;
  }
  at[i] = it;
  return out;
}
static void push(double key, int v) { put(&heap, key, v); }
static void push_window(double key, Win w) {
  int id = spares ? spare[--spares] : used++;
  if (id >= win_list.cap) win = NEED(win_list, Win, id + 1);
  win[id] = w;
  push(key, id);
}
static void free_window(int id) {
  if (spares >= spare_list.cap) spare = NEED(spare_list, int, spares + 1);
  spare[spares++] = id;
}
static double sum_of(u32 gates_passed) {
  double sum = 0;
  for (int g = 0; gates_passed >> g; g++) {
    if (gates_passed >> g & 1) sum += tolls[g];
    if (g == 31) break;
  }
  return sum;
}
static u32 gates_on(int h) { return twin ? tolled[gate[h]] : 0; }
static double toll(int h, u32 before) { u32 due_now = gates_on(h) & ~before; return due_now ? sum_of(due_now) : 0; }
/* A way to target q by node `from`, then by `end` of its own sweep or -1. */
static void offer(int q, double d, u32 by, int from, int end, int last_turn) {
  if (quiet || !(d < PD[q])) return;
  if (PD[q] == INF) reached[reaches++] = q;
  PD[q] = d; PT[q] = by ? sum_of(by) : 0; PP[q] = from; PE[q] = end; PL[q] = last_turn;
  if (aimed == q + 1) best = d;
}
static void offer_by(int v, Touch *o) {                         /* a way by node v to a target that is reached from there */
  u32 twice = passed[v] & o->passed;
  offer(o->place, D[v] + o->d - (twice ? sum_of(twice) : 0), passed[v] | o->passed, v, o->node, o->last >= 0 ? o->last : v);
}
static void settle(int v, double d, u32 by, int from) {
  if (D[v] == INF) {
    if (sweeping) { NEED(swept_list, int, swept + 1)[swept] = v; swept++; }
    else { NEED(touched_list, int, touched + 1)[touched] = v; touched++; }
  }
  D[v] = d; passed[v] = by; par[v] = from; origin[v] = origin[from];
  if (!sweeping) for (int i = touch_head[v]; i >= 0; i = ((Touch *)touch_list.at)[i].next) offer_by(v, (Touch *)touch_list.at + i);
}
static void wait_for(int v, int why) { due[v] |= why; push(aimed ? D[v] + far(X[v], aim) : D[v], -1 - v); }
static void reach(int v, double d, u32 by, int from);
static void reach_beyond_tolls(int v, double d, u32 by, int from) {     /* the nodes of the same vertex across the toll gates that end there */
  if (twin) for (int k = 0; k < 2; k++) {
    int w = twin[2 * v + k];
    if (w < 0) continue;
    int h = k ? A[fan[w]] : fan[v];
    reach(w, d + toll(h, by), by | gates_on(h), from);
  }
}
static int shore_of(int v, int k) {                              /* the next vertex along the wall or border, clockwise or not; -1 where a toll gate comes before it */
  int h = fan[v];
  if (h < 0) return -1;
  if (k) for (; !part(pv(h)); h = A[pv(h)]) if (A[pv(h)] == fan[v]) return -1;
  return A[k ? pv(h) : h] >= 0 ? -1 : k ? last[v] : first[v];
}
/* A way that comes to vertex v of the shore, or of a closed line, in its direction runs on along it. Seen from `from` the shore has no width:
   whether its next vertices lie in a window, and on which side of its end the way comes, rounding would decide. */
static void run_along(int v, u32 by, int from) {
  P3 S = X[from];
  double base = D[v] - span(from, v);
  for (int k = 0; k < 2; k++) for (int at = v, w; (w = shore_of(at, k)) >= 0 && w != from; at = w) {
    P3 on = minus(X[w], X[at]), so_far = minus(X[at], S);
    double off = turnof(S, X[at], X[w]), d;
    if (off * off > SAME * SAME * dot(so_far, so_far) || dot(on, so_far) <= 0) break;
    if ((d = base + span(from, w)) > D[w] + 1e-7) break;
    if (d < D[w] - 1e-7) { settle(w, d, by, from); reach_beyond_tolls(w, d, by, from); }
    if (bend[w]) wait_for(w, first[w] == at ? TURN_LEFT : TURN_RIGHT);
  }
}
static void reach(int v, double d, u32 by, int from) {
  if (!(d < D[v] - 1e-7)) return;                                /* a tenth of a millimetre: equal ways must not chase each other */
  settle(v, d, by, from);
  if (bend[v]) { due[v] = 0; wait_for(v, REACHED); }
  if (!by_tangents) run_along(v, by, from);
  reach_beyond_tolls(v, d, by, from);
}
/* No way through the piece L-R of edge h is shorter than this: to the piece, or to the aim. The smaller of the ways to its ends is no bound:
   the nearest point of the piece may lie between them, and a search that stops by such keys stops too early. */
static double near(double base, P3 s, P3 L, P3 R, double cl, double cr, int h) {
  P3 e = cross(X[T[h]], X[T[nx(h)]]), f = cross(s, e);            /* f: the plane square to the edge through s */
  double least = cl < cr ? cl : cr;
  if ((dot(f, L) > 0) == (dot(f, R) > 0)) return least;
  double d = dot(e, s) / root(dot(e, e) + 1e-300);
  if (d < 0) d = -d;
  d = base + 0.996 * AXIS * arcsine(d > 1 ? 1 : d);              /* a degree is nowhere shorter than 0.996 of one of the equator */
  return d < least ? d : least;
}
static double bound(Win *w, double base, P3 L, P3 R, double cl, double cr, int h) {
  P3 s = X[w->s];
  if (!aimed) return near(base, s, L, R, cl, cr, h);
  double straight = base + far(s, aim), q, l, r;
  if (turnof(X[T[h]], X[T[nx(h)]], aim) > 0) q = near(base, s, L, R, cl, cr, h);            /* the aim lies on this side of the edge */
  else if ((l = side(w->l, s, aim)) > 0 && side(w->r, s, aim) >= 0) q = cl + far(L, aim);
  else if ((r = side(w->r, s, aim)) < 0 && l <= 0) q = cr + far(R, aim);
  else return straight;
  return q > straight ? q : straight;
}
/* A window has come to edge e from inside: onwards, out of ACCESS, or to targets that left windows at the border. */
static void arrive(int e, Win w, P3 L, P3 R, double cl, double cr) {
  double base = D[w.s] + w.extra;
  if (A[e] >= 0) {
    if (left_out[e] && places) return;
    double g = toll(e, w.passed);
    w.extra += g; w.passed |= gates_on(e); w.h = A[e];
    push_window(bound(&w, base + g, L, R, cl + g, cr + g, e), w);
    return;
  }
  if (!door[e]) return;
  if (sweeping) {
    double g = toll(e, w.passed), least = near(base, X[w.s], L, R, cl, cr, e) + g;
    if (least > limit) return;
    double out = least - swept_off, more = (TWICE - 1) * out + ONE_KM, far_enough = swept_off + out + (more < MOST_MORE ? more : MOST_MORE);
    if (far_enough < reach_km) reach_km = far_enough;
    if (least <= reach_km) { double whole = span(T[e], T[nx(e)]); if (whole > beyond_km) beyond_km = whole; }
    limit = reach_km + beyond_km;
    if (exits >= exit_list.cap) NEED(exit_list, Exit, exits + 1);
    w.extra += g; w.passed |= gates_on(e); w.h = e;
    ((Exit *)exit_list.at)[exits++] = (Exit){w, L, R, cl + g, cr + g, least};
    return;
  }
  P3 S = X[w.s];
  for (int i = meet_head[e]; i >= 0; ) {
    Meet *o = (Meet *)meet_list.at + i;
    if (side(w.l, S, o->s) <= TINY && side(w.r, S, o->s) >= -TINY && side(o->l, o->s, S) <= TINY && side(o->r, o->s, S) >= -TINY)
      offer(o->place, base + far(S, o->s) + o->base - sum_of(w.passed & o->passed), w.passed | o->passed, w.s, o->node, o->last >= 0 ? o->last : w.s);
    i = o->next;
  }
}
static int in_window(P3 l, P3 r, P3 s, P3 p) { return side(l, s, p) <= TINY && side(r, s, p) >= -TINY; }
static void forget_sweep(void) {
  int *v = swept_list.at;
  for (int i = 0; i < swept; i++) { D[v[i]] = INF; due[v[i]] = 0; }
  swept = exits = 0;
}
static void forget(void) {                                       /* the last search */
  int *v = touched_list.at;
  forget_sweep();
  for (int i = 0; i < touched; i++) { D[v[i]] = INF; due[v[i]] = 0; }
  for (int i = 0; i < reaches; i++) { PD[reached[i]] = INF; PP[reached[i]] = -1; }
  touched = heap.size = used = spares = reaches = starts = 0;
}
static int full;
static int start_at(P3 x, double d, u32 by, int source, int strip) {
  if (starts == STARTS) { full = 1; starts--; }
  int s = nodes + starts++;
  X[s] = x; D[s] = d; passed[s] = by; par[s] = -1; origin[s] = source; bend[s] = 0;
  strip_node[s - nodes] = strip; vert[s] = strip >= 0 ? vert[strip] : -1;
  return s;
}
static void seed(int s, int t0) {                                /* what start s sees from its triangle */
  P3 from = X[s];
  for (int k = 0; k < 3; k++) reach(T[3 * t0 + k], D[s] + far(from, X[T[3 * t0 + k]]), passed[s], s);
  for (int h = 3 * t0; h < 3 * t0 + 3; h++) {
    P3 a = X[T[h]], b = X[T[nx(h)]];
    arrive(h, (Win){plane(from, b), plane(from, a), 0, s, -1, passed[s]}, b, a, D[s] + far(from, b), D[s] + far(from, a));
  }
  for (int i = place_head[t0]; i >= 0; i = place_next[i]) offer(i, D[s] + far(from, PX[i]), passed[s], s, -1, s);
}
/* Which shadow vertex c throws for a way from u: 1 left, 0 right, -1 none; bs and be are the ends of its shore. */
static int shadow(int c, int u, int bs, int be) {
  double o0 = turnof(X[u], X[c], X[bs]), o1 = turnof(X[u], X[c], X[be]);
  if (u == bs || u == be) return u == bs;
  return o0 >= 0 && o1 >= 0 ? 1 : o0 <= 0 && o1 <= 0 ? 0 : -1;
}
/* Vertex c becomes a source of what lies in its shadow, to the left of the way there or to the right. */
static void light(int c, int left) {
  int u = par[c], bs = first[c], be = last[c];
  P3 C = X[c], U = X[u];
  for (int h = fan[c], more = 1; more; ) {
    int t = h / 3, e = nx(h), a = T[e], b = T[pv(h)], clipl = 0, clipr = 0;
    more = !part(pv(h)); h = A[pv(h)];
    if (h == fan[c]) more = 0;
    double oa = turnof(U, C, X[a]), ob = turnof(U, C, X[b]);
    if (left) {
      if ((ob <= 0 && !(b == be && oa > 0)) || (b != be && turnof(C, X[b], X[be]) < 0)) continue;   /* be lies behind c at the end of a wall */
      clipr = oa < 0;
    } else {
      if ((oa >= 0 && !(a == bs && ob < 0)) || (a != bs && turnof(C, X[bs], X[a]) < 0)) continue;
      clipl = ob > 0;
    }
    double da = D[c] + span(c, a), db = D[c] + span(c, b);
    if (!clipr) reach(a, da, passed[c], c);
    if (!clipl) reach(b, db, passed[c], c);
    for (int i = place_head[t]; i >= 0; i = place_next[i]) {
      double d = D[c] + far(C, PX[i]);
      if (!(d < PD[i]) || (sweeping && d > reach_km + place_reach[i])) continue;
      if (clipl || clipr) { double z = turnof(U, C, PX[i]); if (left ? z < 0 : z > 0) continue; }
      offer(i, d, passed[c], c, -1, c);
    }
    if (!(clipl || clipr)) {
      double ab = span(a, b);
      if (db > D[a] + ab + EPS * db || da > D[b] + ab + EPS * da) continue;
    }
    Win w = {clipl ? plane(U, C) : plane(C, X[b]), clipr ? plane(U, C) : plane(C, X[a]), 0, c, -1, passed[c]};
    P3 L = clipl ? cut_at(w.l, X[a], X[b]) : X[b], R = clipr ? cut_at(w.r, X[a], X[b]) : X[a];
    arrive(e, w, L, R, clipl ? D[c] + far(C, L) : db, clipr ? D[c] + far(C, R) : da);
  }
}
static void carry(Win w) {                                       /* a window goes through its triangle */
  int s = w.s, h = w.h, t = h / 3, p = T[h], q = T[nx(h)], x = T[pv(h)];
  P3 S = X[s];
  double base = D[s] + w.extra, ol = side(w.l, S, X[x]), or = side(w.r, S, X[x]);
  int two = ol <= TINY && or >= -TINY;                           /* the apex is in the window: it goes on through both edges */
  if (two) reach(x, base + span(s, x), w.passed, s);
  for (int i = place_head[t]; i >= 0; i = place_next[i]) if (in_window(w.l, w.r, S, PX[i])) {
    double d = base + far(S, PX[i]);
    if (!sweeping || d <= reach_km + place_reach[i]) offer(i, d, w.passed, s, -1, s);
  }
  for (int k = 0; k < 2; k++) {                                  /* the left edge x-p (seen from inside), then the right one q-x */
    if (k ? or < -TINY : ol > TINY) continue;
    int e = k ? nx(h) : pv(h), ea = k ? x : p, eb = k ? q : x, o = k ? p : q;
    if (A[e] < 0 && !door[e]) continue;
    P3 EA = X[ea], EB = X[eb], L = k && two ? EA : cut_at(w.l, EA, EB), R = !k && two ? EB : cut_at(w.r, EA, EB);
    double cr = base + far(S, R), cl;
    if (nearer(EA, R, cr - EPS * cr - D[ea])) continue;
    cl = base + far(S, L);
    if (nearer(EB, L, cl - EPS * cl - D[eb])) continue;
    if (k ? nearer(X[o], R, cr - EPS * cr - D[o]) : nearer(X[o], L, cl - EPS * cl - D[o])) continue;
    arrive(e, (Win){k && two ? plane(S, X[x]) : w.l, !k && two ? plane(S, X[x]) : w.r, w.extra, s, -1, w.passed}, L, R, cl, cr);
  }
}

/* ---- the tangent graph: for many searches, what each corner sees is found once ---- */
/* A way turns only at reflex vertices, and leaves one for the next along a line that touches the shore at both. Which corners a corner so sees
   does not depend on where the way began (Liu and Arimoto 1992). A single search hands on all that is seen, and drops what is bettered; where
   many are made from different places, the corners of each are kept, and the windows of its source alone are carried. */
static void see(int s, int x, u32 by) {                          /* s sees x: kept if a way may turn there */
  if (!bend[x] || shadow(x, s, first[x], last[x]) < 0) return;
  if (seen && ((Tangent *)seen_list.at)[seen - 1].to == x) return;
  NEED(seen_list, Tangent, seen + 1)[seen] = (Tangent){span(s, x), x, by};
  seen++;
}
static void stack_up(int e, P3 l, P3 r, u32 by) {                /* a window at edge e is to be looked through */
  if (A[e] < 0 || left_out[e]) return;
  if (stacked >= stack_list.cap) NEED(stack_list, Sight, stacked + 1);
  Sight *w = (Sight *)stack_list.at + stacked++;
  w->l = l; w->r = r; w->h = A[e]; w->passed = twin ? by | gates_on(e) : 0;
}
static void look(int s) {                                        /* through all windows of s that are stacked */
  P3 S = X[s];
  while (stacked) {
    Sight w = ((Sight *)stack_list.at)[--stacked];
    for (;;) {                                                   /* on as long as it passes to one side of the apex */
      int x = T[pv(w.h)], e;
      double ol = side(w.l, S, X[x]), or = side(w.r, S, X[x]);
      if (ol <= TINY && or >= -TINY) {
        P3 at = plane(S, X[x]);
        see(s, x, w.passed);
        stack_up(pv(w.h), w.l, at, w.passed);
        stack_up(nx(w.h), at, w.r, w.passed);
        break;
      }
      e = ol <= TINY ? pv(w.h) : nx(w.h);
      if (A[e] < 0 || left_out[e]) break;
      w.h = A[e];
      if (twin) w.passed |= gates_on(e);
    }
  }
}
static void look_from(int s, int t0) {                           /* all about start s in triangle t0 */
  seen = stacked = 0;
  for (int h = 3 * t0; h < 3 * t0 + 3; h++) {
    see(s, T[h], passed[s]);
    stack_up(h, plane(X[s], X[T[nx(h)]]), plane(X[s], X[T[h]]), passed[s]);
  }
  look(s);
}
static void look_about(int v, u32 by) {                          /* all about node v */
  seen = stacked = 0;
  for (int h = fan[v], more = 1; more; ) {
    int e = nx(h), a = T[e], b = T[pv(h)];
    see(v, a, by); see(v, b, by);
    stack_up(e, plane(X[v], X[b]), plane(X[v], X[a]), by);
    more = !part(pv(h)); h = A[pv(h)];
    if (h == fan[v]) more = 0;
  }
  look(v);
}
static void draw_tangents(int c, int left) {                     /* from corner c, for ways that turn to the left there or to the right */
  P3 C = X[c], U = X[left ? first[c] : last[c]];                 /* none turns farther than one that came along the shore */
  seen = stacked = 0;
  for (int h = fan[c], more = 1; more; ) {
    int e = nx(h), a = T[e], b = T[pv(h)], clipl = 0, clipr = 0;
    more = !part(pv(h)); h = A[pv(h)];
    if (h == fan[c]) more = 0;
    double oa = turnof(U, C, X[a]), ob = turnof(U, C, X[b]);
    if (left) {
      if ((ob <= 0 && !(b == last[c] && oa > 0)) || (b != last[c] && turnof(C, X[b], X[last[c]]) < 0)) continue;
      clipr = oa < 0;
    } else {
      if ((oa >= 0 && !(a == first[c] && ob < 0)) || (a != first[c] && turnof(C, X[first[c]], X[a]) < 0)) continue;
      clipl = ob > 0;
    }
    if (!clipr) see(c, a, 0);
    if (!clipl) see(c, b, 0);
    stack_up(e, clipl ? plane(U, C) : plane(C, X[b]), clipr ? plane(U, C) : plane(C, X[a]), 0);
  }
  look(c);
  Tangent *to = NEED(tangent_list, Tangent, tangents + seen) + tangents, *from = seen_list.at;
  for (int i = 0; i < seen; i++) to[i] = from[i];
  tangent_at[2 * c + left] = tangents; tangent_count[2 * c + left] = seen;
  tangents += seen;
  NEED(drawn_list, int, drawn + 1)[drawn] = 2 * c + left;
  drawn++;
}
static void follow(int c, int left) {                            /* the tangents of corner c, to those in the shadow of the way there */
  if (tangent_count[2 * c + left] < 0) draw_tangents(c, left);
  Tangent *e = (Tangent *)tangent_list.at + tangent_at[2 * c + left];
  P3 U = X[par[c]], C = X[c];
  for (int i = 0; i < tangent_count[2 * c + left]; i++, e++) {
    if (D[c] + e->km >= D[e->to]) continue;
    double turn = turnof(U, C, X[e->to]);
    if (left ? turn < -TINY : turn > TINY) continue;
    u32 due_now = e->passed & ~passed[c];
    reach(e->to, D[c] + e->km + (due_now ? sum_of(due_now) : 0), passed[c] | e->passed, c);
  }
}
static void touch_corners(int q, double d, int node, int turn, u32 by) {   /* what was seen leads to target q, by a node of its sweep or -1 */
  for (int i = 0; i < seen; i++) {
    Tangent *e = (Tangent *)seen_list.at + i;
    u32 due_now = e->passed & ~by;
    Touch *o = NEED(corner_list, Touch, corner_touches + 1) + corner_touches;
    *o = (Touch){d + e->km + (due_now ? sum_of(due_now) : 0), q, corner_head[e->to], node, turn, e->to, e->passed};
    corner_head[e->to] = corner_touches++;
  }
}
static void offer_from(int c) {                                  /* ways by corner c to the targets that see it */
  Touch *o = corner_list.at;
  for (int i = corner_head[c]; i >= 0; i = o[i].next) if (!until_all || wanted[o[i].place]) offer_by(c, o + i);
}
static void forget_tangents(void) {
  for (int i = 0; i < drawn; i++) tangent_count[((int *)drawn_list.at)[i]] = -1;
  for (int i = 0; i < corner_touches; i++) corner_head[((Touch *)corner_list.at)[i].at] = -1;
  tangents = drawn = 0;
  corner_touches = -1;
}

static P3 middle;                                                /* of the wanted targets, all within within_km of it */
static double within_km;
static void gather_wanted(void) {
  P3 sum = {0, 0, 0};
  for (int i = until_all - 1; i < places; i++) if (wanted[i] && place_at[i] >= 0) sum = (P3){sum.x + PX[i].x, sum.y + PX[i].y, sum.z + PX[i].z};
  middle = unit(sum);
  within_km = 0;
  for (int i = until_all - 1; i < places; i++) if (wanted[i] && place_at[i] >= 0 && far(middle, PX[i]) > within_km) within_km = far(middle, PX[i]);
}
static double worst_target(void) {
  double worst = 0;
  for (int i = until_all - 1; i < places; i++) if (wanted[i] && place_at[i] >= 0 && PD[i] > worst) worst = PD[i];
  return worst;
}
static int run(void) {                                           /* until the heap is empty, or beyond the limit or the aim */
  int count = 0, due_count = 0;
  while (heap.size) {
    Item it = take(&heap);
    if (it.key > limit || it.key * (1 - 1e-9) > best) break;
    if (it.v < 0) {
      int c = -1 - it.v, why = due[c], left;
      due[c] = 0;
      if (longest < INF && it.key - sum_of(passed[c]) > longest) continue;
      if (by_tangents && best < INF && !nearer(X[c], middle, best * (1 + 1e-9) - D[c] + within_km)) continue;   /* no target is bettered from here */
      if (why & REACHED && (left = shadow(c, par[c], first[c], last[c])) >= 0) {
        if (by_tangents && !sweeping) { offer_from(c); follow(c, left); }
        else light(c, left);
      }
      if (until_all && by_tangents && !(++due_count & 255)) best = worst_target();
      if (why & TURN_LEFT) light(c, 1);
      if (why & TURN_RIGHT) light(c, 0);
      continue;
    }
    count++;
    Win w = win[it.v];
    free_window(it.v);
    if (longest < INF && it.key - sum_of(w.passed) > longest) continue;
    if (until_all && !(count & 255)) best = worst_target();
    carry(w);
  }
  heap.size = used = spares = 0;
  return count;
}
/* Nodes of NAVIGABLE at the vertex of node v of ACCESS, across the border at either end of its fan, and the border's half-edges; -1 none. */
static void doors(int v, int out[2], int edge[2]) {
  int h = fan[v], e = h, g;
  out[0] = out[1] = edge[0] = edge[1] = -1;
  if (!part(h)) return;
  if (door[h]) { edge[0] = h; out[0] = T[nx(A0[h])]; }
  while (!part(g = pv(e))) e = A[g];
  if (door[g]) { edge[1] = g; out[1] = T[A0[g]]; }
}
/* Sweeps ACCESS from start s: D and par of its nodes, exits to NAVIGABLE, and marks on the border where all of an edge is seen past an end of it.
   Ways to targets in ACCESS are offered too: they may be as long as both ends allow. An edge of the border is allowed as a whole, with both its
   ends, if any of it lies near enough: a window is dropped for what a vertex beside it betters, so that vertex must be allowed too. */
static void sweep(int s, int t0) {
  int was_aimed = aimed, was_quiet = quiet;
  int was_until_all = until_all;
  double was_longest = longest;
  until_all = 0; longest = INF;
  sweeping = 1; aimed = 0; best = INF; swept_off = D[s];
  reach_km = limit = INF; beyond_km = 0;
  forget_sweep();
  quiet = 1;
  seed(s, t0);
  run();
  if (strip_places && !was_quiet) {                              /* again, now that it is known how far */
    forget_sweep();
    quiet = 0;
    if (extra_target_km > beyond_km) beyond_km = extra_target_km;
    limit = reach_km + beyond_km;
    seed(s, t0);
    run();
  }
  int k = 0;
  Exit *x = exit_list.at;
  for (int i = 0; i < exits; i++) if (x[i].least <= reach_km) door[x[i].w.h] |= ALLOWED;
  for (int i = 0; i < exits; i++) if (door[x[i].w.h] & ALLOWED) {
    int a = T[x[i].w.h], b = T[nx(x[i].w.h)];
    P3 l = minus(x[i].L, X[b]), r = minus(x[i].R, X[a]);
    int at_b = dot(l, l) < TINY * TINY, at_a = dot(r, r) < TINY * TINY;
    if (D[a] < INF) due[a] = EXIT_END;
    if (D[b] < INF) due[b] = EXIT_END;
    if (at_a && at_b && par[b] == x[i].w.s) door[x[i].w.h] |= SEEN_END;
    if (at_a && at_b && par[a] == x[i].w.s) door[x[i].w.h] |= SEEN_START;
    x[k++] = x[i];
  }
  exits = k;
  sweeping = 0; aimed = was_aimed; quiet = was_quiet; until_all = was_until_all; longest = was_longest;
}
static void unmark(void) {
  Exit *x = exit_list.at;
  for (int i = 0; i < exits; i++) door[x[i].w.h] = BORDER;
}
static int allowed(int v) { return D[v] <= reach_km || due[v] == EXIT_END; }   /* to leave ACCESS at this vertex of a sweep */
static int start_of(int s, int first_start, int source) {        /* the start in NAVIGABLE for vertex s of the sweep */
  if (s >= nodes) return s;
  for (int k = first_start; k < starts; k++) if (strip_node[k] == s) return nodes + k;
  return start_at(X[s], D[s], passed[s], source, s);
}
static void come_out(int w, double d, u32 by, int u) {             /* at a node of the border, and at those of the same vertex beyond a toll */
  if (!(d < D[w] - 1e-7)) return;
  settle(w, d, by, u);
  due[w] = TURN_LEFT | TURN_RIGHT;
  if (twin) for (int k = 0; k < 2; k++) {
    int x = twin[2 * w + k];
    if (x < 0) continue;
    int h = k ? A[fan[x]] : fan[w];
    come_out(x, d + toll(h, by), by | gates_on(h), u);
  }
}
static void leave_access(int source, int *launches) {              /* a source in ACCESS: what it sends into NAVIGABLE */
  int from = starts, s = start_at(source_X[source], source_shore[source], 0, source, -1);
  sweep(s, source_at[source]);
  for (int i = 0; i < exits; i++) {
    Exit x = ((Exit *)exit_list.at)[i];
    x.w.s = start_of(x.w.s, from, source);
    NEED(launch_list, Exit, *launches + 1)[*launches] = x;
    ++*launches;
  }
  /* Vertices of the border are reached too. Beyond one that ends what is seen of the border, the way may turn towards the unseen side. */
  for (int pass = 0; pass < 2; pass++) for (int i = 0; i < swept; i++) {
    int v = ((int *)swept_list.at)[i], out[2], edge[2];
    if (!allowed(v)) continue;
    doors(v, out, edge);
    for (int k = 0; k < 2; k++) if (out[k] >= 0) {
      int w = out[k], u = start_of(par[v], from, source);
      double d = D[v] + toll(edge[k], passed[v]);
      if (!pass) come_out(w, d, passed[v] | gates_on(edge[k]), u);
      if (pass && par[w] == u && door[edge[k]] & (k ? SEEN_END : SEEN_START)) due[w] &= k ? ~TURN_RIGHT : ~TURN_LEFT;
    }
  }
  unmark();
  forget_sweep();
}
/* From all sources at once: fills D, par and origin of nodes, PD, PT, PP and PE of targets. Returns windows handled, or an error. */
static int search(double up_to) {
  int launches = 0;
  for (int i = 0; i < sources; i++) if (source_at[i] >= 0 && domain[source_at[i]] == ACCESS) leave_access(i, &launches);
  limit = up_to; best = aimed ? PD[aimed - 1] : INF;
  for (int i = 0; i < launches; i++) {
    Exit x = ((Exit *)launch_list.at)[i];
    Win w = x.w;
    w.h = A0[x.w.h];
    push_window(bound(&w, D[w.s] + w.extra, x.L, x.R, x.cl, x.cr, x.w.h), w);
  }
  for (int i = 0; i < touched; i++) {
    int v = ((int *)touched_list.at)[i];
    if (due[v]) push(aimed ? D[v] + far(X[v], aim) : D[v], -1 - v);
  }
  for (int i = 0; i < sources; i++) if (source_at[i] >= 0 && domain[source_at[i]] == NAVIGABLE)
    seed(start_at(source_X[i], source_shore[i], 0, i, -1), source_at[i]);
  int count = run();
  if (full) { full = 0; return FULL; }
  return count;
}

/* ---- places ---- */
static int last_turn(int v) {                                    /* of a way from vertex v of a sweep to where the sweep began; -1 none */
  while (v < nodes && par[v] < nodes) v = par[v];
  return v < nodes ? v : -1;
}
static void leave_windows(int i) {                               /* target i in ACCESS: its windows and vertices at the border of NAVIGABLE */
  starts = 0; quiet = 1;
  int s = start_at(PX[i], 0, 0, 0, -1);
  sweep(s, place_at[i]);
  quiet = 0;
  place_reach[i] = (float)reach_km;
  strip_places++;
  if (reach_km < INF && reach_km > extra_target_km) extra_target_km = reach_km;
  unmark();
  Exit *x = exit_list.at;
  for (int k = 0; k < exits; k++) {
    int h = A0[x[k].w.h], c = x[k].w.s;
    Meet *o = NEED(meet_list, Meet, meets + 1) + meets;
    *o = (Meet){X[c], x[k].w.l, x[k].w.r, D[c] + x[k].w.extra, i, meet_head[h], c == s ? -1 : c, last_turn(c), h, x[k].w.passed};
    meet_head[h] = meets++;
    let_in(h / 3);
  }
  for (int k = 0; k < swept; k++) {
    int v = ((int *)swept_list.at)[k], out[2], edge[2];
    if (!allowed(v)) continue;
    doors(v, out, edge);
    for (int d = 0; d < 2; d++) if (out[d] >= 0) {
      Touch *o = NEED(touch_list, Touch, touches + 1) + touches;
      *o = (Touch){D[v] + toll(edge[d], passed[v]), i, touch_head[out[d]], v, last_turn(v), out[d], passed[v] | gates_on(edge[d])};
      touch_head[out[d]] = touches++;
      let_in_about(out[d]);
    }
  }
  forget_sweep();
  starts = 0;
}
static void touch_all(void) {                                    /* the corners that targets see, each looking from itself or from where it leaves ACCESS */
  corner_touches = 0;
  for (int i = 0; i < places; i++) {
    if (place_at[i] < 0) continue;
    if (domain[place_at[i]] == NAVIGABLE) {
      starts = 0;
      look_from(start_at(PX[i], 0, 0, 0, -1), place_at[i]);
      touch_corners(i, 0, -1, -1, 0);
    }
  }
  /* What targets in ACCESS left at the border is looked through from there on. */
  for (int i = 0; i < meets; i++) {
    Meet *o = (Meet *)meet_list.at + i;
    starts = 0;
    int s = start_at(o->s, 0, o->passed, 0, -1);
    seen = stacked = 0;
    NEED(stack_list, Sight, 1)[stacked++] = (Sight){o->l, o->r, o->h, o->passed};
    look(s);
    touch_corners(o->place, o->base, o->node, o->last, o->passed);
  }
  for (int i = 0; i < touches; i++) {
    Touch o = ((Touch *)touch_list.at)[i];
    look_about(o.at, o.passed);
    touch_corners(o.place, o.d, o.node, o.last, o.passed);
  }
  /* Those of a corner next to each other: they are read far more often than written. */
  Touch *o = corner_list.at, *sorted = NEED(sorted_list, Touch, corner_touches);
  int count = 0;
  for (int k = 0; k < corner_touches; k++) {
    if (o[k].place < 0) continue;                                /* moved already */
    int c = o[k].at, i = corner_head[c];
    corner_head[c] = count;
    for (int next; i >= 0; i = next) {
      next = o[i].next;
      sorted[count] = o[i]; sorted[count].next = next < 0 ? -1 : count + 1;
      o[i].place = -1;
      count++;
    }
  }
  List swap = corner_list; corner_list = sorted_list; sorted_list = swap;
  starts = 0;
}
/* The triangle of a place and where in it the search takes it to be; on land the nearest water within shore_km, *off km away. */
static int on_water(double lon, double lat, double shore_km, P3 *at, double *off) {
  P3 p = place_of(lon, lat);
  int t = locate(lon, lat, p);
  *off = 0;
  if (t < 0 && shore_km > 0) t = nearest(lon, lat, p, shore_km, &p, off);
  if (t < 0) return t;
  *at = inset(p, t);
  if (*off > 0) *off = far(place_of(lon, lat), *at);
  return t;
}
/* Takes n places as the targets of searches: sea_PD and so on hold ways to them in this order. Places in ACCESS leave their windows at the
   border. The way over land is in sea_place_shore, not in sea_PD. Returns how many are on water. */
API(sea_places) int sea_places(int count, double *lonlat, double shore_km) {
  int found = 0;
  forget();
  forget_tangents();
  for (int i = 0; i < places; i++) if (place_at[i] >= 0) place_head[place_at[i]] = -1;
  for (int i = 0; i < meets; i++) meet_head[((Meet *)meet_list.at)[i].h] = -1;
  for (int i = 0; i < touches; i++) touch_head[((Touch *)touch_list.at)[i].at] = -1;
  meets = touches = places = strip_places = 0;
  for (int i = 0; i < opened; i++) left_out[mouth[((int *)opened_list.at)[i]]] = 1;
  opened = 0;
  place_at = NEED(place_lists[0], int, count); place_next = NEED(place_lists[1], int, count); reached = NEED(place_lists[2], int, count);
  PP = NEED(place_lists[3], int, count); PE = NEED(place_lists[4], int, count); PX = NEED(place_lists[5], P3, count);
  PD = NEED(place_lists[6], double, count); PT = NEED(place_lists[7], double, count);
  place_reach = NEED(place_lists[8], float, count); place_shore = NEED(place_lists[9], float, count);
  PL = NEED(place_lists[10], int, count); wanted = NEED(place_lists[11], u8, count);
  extra_target_km = 0;
  for (int i = 0; i < count; i++) {
    double off;
    int t = place_at[i] = on_water(lonlat[2 * i], lonlat[2 * i + 1], shore_km, PX + i, &off);
    PD[i] = INF; PP[i] = PE[i] = PL[i] = -1; place_reach[i] = 0; place_shore[i] = (float)off; wanted[i] = 1;
    if (t < 0) continue;
    found++;
    if (domain[t] == ACCESS) leave_windows(i);
    else let_in(t);
  }
  places = count;
  for (int i = 0; i < count; i++) if (place_at[i] >= 0) { place_next[i] = place_head[place_at[i]]; place_head[place_at[i]] = i; }
  return found;
}
/* Takes n places as the sources of searches. Ways begin with the way over land to the water. Returns how many are on water. */
API(sea_sources) int sea_sources(int count, double *lonlat, double shore_km) {
  int found = 0;
  source_at = NEED(source_lists[0], int, count); source_X = NEED(source_lists[1], P3, count); source_shore = NEED(source_lists[2], double, count);
  for (int i = 0; i < count; i++) {
    source_at[i] = on_water(lonlat[2 * i], lonlat[2 * i + 1], shore_km, source_X + i, source_shore + i);
    found += source_at[i] >= 0;
  }
  sources = count;
  return found;
}
/* Ways from the nearest source to all nodes and targets as long as longest_km, tolls not counted. With until = k + 1 the search ends when no
   wanted target from number k on can be bettered, and only they are sure; with 0 it goes on. With graph the search is by tangents, which are
   kept for the next one: only targets and corners of ways have distances. Returns windows handled, or an error. */
API(sea_field) int sea_field(double longest_km, int until, int graph) {
  forget();
  if (graph && !tangent_at) {
    tangent_at = NEW(int, 2 * nodes); tangent_count = NEW(int, 2 * nodes);
    corner_head = NEW(int, nodes);
    for (int i = 0; i < 2 * nodes; i++) tangent_count[i] = -1;
    for (int i = 0; i < nodes; i++) corner_head[i] = -1;
  }
  if (graph && corner_touches < 0) touch_all();
  until_all = until;
  if (graph && until) gather_wanted();
  longest = longest_km; by_tangents = graph;
  int count = search(INF);
  longest = INF; until_all = by_tangents = 0;
  return count;
}
/* The way from the one source to target q by A*, or by Dijkstra if not straight: km, inf without a way. Other targets are not sure. */
API(sea_way_to) double sea_way_to(int q, int straight) {
  forget();
  if (q >= places || place_at[q] < 0) return INF;
  aim = PX[q]; aimed = straight ? q + 1 : 0;
  int error = search(INF);
  aimed = 0;
  return error < 0 ? error : PD[q];
}
API(sea_way) double sea_way(int straight) { return places == 1 ? sea_way_to(0, straight) : INF; }
static int chain(int v, int count) {                             /* appends v and what lies before it, but for starts */
  for (; v >= 0 && v < nodes; v = par[v]) { NEED(path_list, P3, count + 1)[count] = X[v]; count++; }
  return count;
}
/* How a way to target q is read, from its end: the target PX[q]; if PE[q] >= 0 the vertices of sea_strip_way(0, q, PE[q]), last first; node
   PP[q] and on by par to a start s, a number from sea_nodes on; if strip_node[s - nodes] >= 0 the vertices of sea_strip_way(1, origin[s],
   that node); and source_X[origin[s]]. Neighbours may stand at one place. */
/* The vertices of a way within ACCESS, which searches do not keep, in sea_path_at: from vertex `end` of a sweep to where it began, a source or a
   target, that one left out. Returns how many. */
API(sea_strip_way) int sea_strip_way(int of_source, int place, int end) {
  int kept = starts;
  quiet = 1;
  if (of_source) sweep(start_at(source_X[place], 0, 0, 0, -1), source_at[place]);
  else sweep(start_at(PX[place], 0, 0, 0, -1), place_at[place]);
  unmark();
  int count = chain(end, 0);
  forget_sweep();
  quiet = 0; starts = kept;
  return count;
}
API(sea_strip_node) int *sea_strip_node(void) { return strip_node; }   /* of starts: the vertex of ACCESS where it stands, -1 at a source */
API(sea_source_X) P3 *sea_source_X(void) { return source_X; }
API(sea_path_at) P3 *sea_path_at(void) { return path_list.at; }

API(sea_node_X) P3 *sea_node_X(void) { return X; }
