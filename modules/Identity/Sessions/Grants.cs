using Virtuos.Contracts.Directory;

namespace Virtuos.Identity;

/// <summary>Turns roles into permissions and the units where they hold.</summary>
internal static class Grants
{
    /// <summary>Roles of one unit; every other role holds in the whole office.</summary>
    private static bool IsOfUnit(string role) => role is Roles.Clerk or Roles.Head;

    /// <summary>Running the office is a trust in one person; a substitution hands over work, not that.</summary>
    private static bool IsHandedOver(string role) => role != Roles.Administrator;

    /// <returns>Permission → units; null = the whole office.</returns>
    public static Dictionary<string, IReadOnlySet<Guid>?> Of(PermissionCatalogue catalogue, Place own, IReadOnlyList<Place> absent)
    {
        Dictionary<string, IReadOnlySet<Guid>?> grants = new(StringComparer.Ordinal);
        foreach (var role in own.Roles) Add(role, own);
        foreach (var place in absent)
            foreach (var role in place.Roles.Where(IsHandedOver)) Add(role, place);
        return grants;

        void Add(string role, Place place)
        {
            foreach (var permission in catalogue.OfRole(role))
            {
                if (!IsOfUnit(role)) grants[permission] = null;
                else if (!grants.TryGetValue(permission, out var units)) grants[permission] = new HashSet<Guid>([place.Unit, .. place.Units]);
                else (units as HashSet<Guid>)?.UnionWith([place.Unit, .. place.Units]);
            }
        }
    }
}
