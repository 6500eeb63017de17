"""The part of SVG that is taken: drawing, painting, filtering. No scripts, no links, no embedding, no animation."""

from typing import Final

ELEMENTS: Final = frozenset(
    """
    svg g defs symbol use title desc metadata switch
    path rect circle ellipse line polyline polygon text tspan textPath image style
    linearGradient radialGradient stop pattern clipPath mask marker
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
    feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """.split()  # noqa: SIM905 - a list to read, not to compute
)
"""Elements that are kept, with what is inside them."""

UNWRAPPED: Final = frozenset({"a", "view"})
"""Elements whose content is kept as a plain group."""

ATTRIBUTES: Final = frozenset(
    """
    id class style lang role tabindex version viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr
    width height d points pathLength transform dx dy rotate textLength lengthAdjust startOffset method spacing side
    offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
    filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias
    targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant
    specularExponent scale xChannelSelector yChannelSelector azimuth elevation pointsAtX pointsAtY pointsAtZ z
    limitingConeAngle stdDeviation tableValues slope intercept amplitude exponent radius baseFrequency numOctaves seed
    stitchTiles systemLanguage requiredFeatures media
    fill fill-opacity fill-rule stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width color color-interpolation color-interpolation-filters
    color-rendering opacity display visibility overflow clip clip-path clip-rule mask filter flood-color
    flood-opacity lighting-color stop-color stop-opacity marker marker-start marker-mid marker-end paint-order
    vector-effect shape-rendering text-rendering image-rendering mix-blend-mode isolation enable-background
    font-family font-size font-size-adjust font-stretch font-style font-variant font-weight letter-spacing
    word-spacing text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift direction
    unicode-bidi writing-mode transform-origin transform-box mask-type
    """.split()  # noqa: SIM905 - a list to read, not to compute
)
"""Attributes without a namespace that are kept; `aria-*` and `data-*` besides."""
