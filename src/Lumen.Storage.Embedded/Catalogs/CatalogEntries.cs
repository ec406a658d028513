namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>A resource, and the number of its service.</summary>
internal readonly record struct CatalogResource(Resource Resource, int Service);

/// <summary>A service, a name and a kind, by number.</summary>
internal readonly record struct CatalogOperation(int Service, int Name, SpanKind Kind);

/// <summary>What many spans have in common, by number.</summary>
internal readonly record struct CatalogOrigin(int Resource, int Scope, int Operation);

/// <summary>How many of each thing a catalog has: what was there at one moment is what has lower numbers.</summary>
internal readonly record struct CatalogCounts(int Names, int Resources, int Scopes, int Services, int Operations, int Origins);
