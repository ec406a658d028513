using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page.Tabs;

/// <summary>How a browser tab looks at the page.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="Theme">What the system prefers.</param>
internal sealed record TabLook(int Width = 1440, int Height = 900, ColorScheme Theme = ColorScheme.Light)
{
    internal static readonly TabLook Phone = new(390, 844);

    internal static readonly TabLook Dark = new(Theme: ColorScheme.Dark);
}
