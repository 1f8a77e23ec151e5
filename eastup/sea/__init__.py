"""Distances by ship: a mesh of the water, and one exact search of it.

The method, once. Ships may be anywhere on the water, so there is no network to find ways on: the water itself is
divided into triangles (`mesh`, a constrained triangulation of the coast, of clearance zones and of gates), and a search
carries what one place sees through them.

* The shortest way round land is a **taut string**: great circles that turn only at vertices of the shore. The classical
  road to it is the *visibility graph* (Lozano-Pérez and Wesley, Comm. ACM, October 1979), whose edges grow with the
  square of the vertices. Our tests use one, by brute force, to hold the search to.
* The search is **continuous Dijkstra** (Mitchell, Mount and Papadimitriou, *The discrete geodesic problem*, SIAM J.
  Comput. 16, 1987). What a source sees through an edge of the mesh is a *window*. Windows are carried from triangle to
  triangle in order of length; where one passes a reflex vertex of the shore, that vertex becomes a source for what lies
  in its shadow. Each vertex keeps its predecessor: together they are the *shortest-path map* of the first source, in
  which the way to any point is read off. A window that a known vertex betters is dropped (Xin and Wang, ACM Trans.
  Graph. 28, 2009).
* For tables of many places what corners see of each other is kept: a *tangent graph* (Liu and Arimoto, Int. J. Robot.
  Res. 11, 1992), found on the same mesh when a search first needs it.
* With one target the search is directed, as **Polyanya** is (Cui, Harabor and Grastien, *Compromise-free pathfinding on
  a navigation mesh*, IJCAI 2017, doi:10.24963/ijcai.2017/70). Within one chain of triangles this comes to the *funnel*
  algorithm (Lee and Preparata 1984, by what others tell of it).
* A **closed** strait or line is an edge of the mesh that no window passes.

So no grid, no angle and no step size is in a distance: it is exact on the mesh, and as good as the mesh is.

The modules: `mesh` the triangles and their labels; `kernel` the search, one C file run as WebAssembly; `engine` what
can be asked of it and `answers` what it gives (ways, fields, tables, access points); `planning` which searches a
table takes; `gates` names of what can be closed; `crossings` which gates a way passes; `known` distances between
the places of the layers, found once; `ports` and `ice` what notes tell; `routes` the questions of the rest of
eastup. How good it is: ``docs/sea-routes.md``.
"""

__all__ = [
    "answers",
    "auxiliary",
    "crossings",
    "engine",
    "gates",
    "ice",
    "kernel",
    "known",
    "lengths",
    "mesh",
    "planning",
    "ports",
    "replacements",
    "routes",
    "search",
]
