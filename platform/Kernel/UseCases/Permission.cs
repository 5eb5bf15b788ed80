namespace Virtuos.Kernel;

/// <summary>Who may hold a permission at all.</summary>
public enum Audience
{
    /// <summary>Everybody, signed in or not.</summary>
    Anyone,

    /// <summary>Anybody who is signed in, for their own matters.</summary>
    SignedIn,

    /// <summary>Officials who have one of the permission's roles in their office.</summary>
    Officials,

    /// <summary>The operator of the installation: the command line and its jobs.</summary>
    Operator,
}

/// <summary>A permission named <c>module.verb</c>; <paramref name="Roles"/> are the roles that carry it by default.</summary>
public sealed record Permission(string Code, Audience Audience, params string[] Roles);

/// <summary>All permissions of all modules, looked up by code.</summary>
public sealed class PermissionCatalogue(IEnumerable<Module> modules)
{
    private readonly Dictionary<string, Permission> byCode =
        modules.SelectMany(m => m.Permissions).ToDictionary(p => p.Code, StringComparer.Ordinal);

    public IReadOnlyCollection<Permission> All => byCode.Values;

    /// <exception cref="KeyNotFoundException">No module declares the permission.</exception>
    public Permission this[string code] => byCode.TryGetValue(code, out var found)
        ? found
        : throw new KeyNotFoundException($"No module declares the permission '{code}'.");

    public IEnumerable<string> OfRole(string role) => byCode.Values.Where(p => p.Roles.Contains(role)).Select(p => p.Code);
}
