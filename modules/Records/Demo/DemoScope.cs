using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records.Demo;

/// <summary>Scopes in which the demo's people act.</summary>
internal static class DemoScope
{
    /// <summary>Does something in a scope of its own, as the official with what their roles allow, or as the system.</summary>
    public static async Task<T> Ask<T>(IServiceProvider services, Guid? office, OfficialCard? official, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (official is null || office is not { } place) caller.BecomeSystem(nameof(RecordsDemo));
        else
        {
            var catalogue = scope.ServiceProvider.GetRequiredService<PermissionCatalogue>();
            var grants = official.Roles.SelectMany(role => catalogue.OfRole(role).Select(code => (code, OfUnit: role is Roles.Clerk or Roles.Head)))
                .GroupBy(g => g.code).ToDictionary(g => g.Key, g => g.All(p => p.OfUnit) ? (IReadOnlySet<Guid>?)new HashSet<Guid> { official.Unit } : null, StringComparer.Ordinal);
            caller.BecomeOfficial(official.Id, official.Name, place, official.Unit, grants, new HashSet<Guid>());
        }
        return await act(scope.ServiceProvider);
    }
}
