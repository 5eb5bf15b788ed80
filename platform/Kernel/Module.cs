using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Operating;

namespace Virtuos.Kernel;

/// <summary>A room of the house: its name is its database schema, its text prefix and its folder.</summary>
public abstract class Module
{
    /// <summary>Lower-case English name; also the database schema.</summary>
    public abstract string Name { get; }

    /// <summary>Every permission its use cases ask for, with who has it by default.</summary>
    public virtual IReadOnlyList<Permission> Permissions => [];

    /// <summary>Items of the officials' menu that lead to its pages.</summary>
    public virtual IReadOnlyList<MenuItem> Menu => [];

    /// <summary>Verbs that it adds to the command line.</summary>
    public virtual IReadOnlyList<OperatorCommand> Commands => [];

    /// <summary>Verbs of the command line that work on files alone.</summary>
    public virtual IReadOnlyList<ToolCommand> Tools => [];

    public Assembly Assembly => GetType().Assembly;

    public virtual void AddServices(IServiceCollection services) { }

    /// <summary>Middleware that must see every request, such as the one that finds out who is calling.</summary>
    public virtual void Use(IApplicationBuilder app) { }

    public virtual void MapRoutes(IEndpointRouteBuilder routes) { }
}

/// <summary>What kind of work a line of the menu belongs to; the menu shows the kinds in this order.</summary>
public enum MenuGroup
{
    Work,
    Mail,
    Keeping,
    Overviews,
    Settings,
}

/// <summary>A line of the officials' menu, shown to those who hold its permission.</summary>
/// <param name="Order">Its place in its group; the first of all is where the official lands.</param>
public sealed record MenuItem(string TextKey, string Path, string Permission, int Order)
{
    /// <summary>Said where the path does not tell: what is below <c>/sprava</c> and <c>/prehled</c> says it by itself.</summary>
    public MenuGroup Group { get; init; } = Path.StartsWith("/sprava/", StringComparison.Ordinal) ? MenuGroup.Settings : Path.StartsWith("/prehled", StringComparison.Ordinal) ? MenuGroup.Overviews : MenuGroup.Work;
}
