using Virtuos.Kernel;

namespace Virtuos.Host.Serving;

/// <summary>Leads an official or operator to the first thing that they have in their menu; whoever has nothing there, to their account.</summary>
internal static class Landing
{
    public const string Account = "/ucet";

    public static void MapLanding(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sprava", (Caller caller, IReadOnlyList<Module> modules) => Results.LocalRedirect(Of(caller, modules))).ExcludeFromDescription();

    public static string Of(Caller caller, IReadOnlyList<Module> modules) => Entries(caller, modules).FirstOrDefault()?.Path ?? Account;

    public static IEnumerable<MenuItem> Entries(Caller caller, IReadOnlyList<Module> modules) =>
        modules.SelectMany(m => m.Menu).Where(i => caller.May(i.Permission)).OrderBy(i => i.Order);
}
