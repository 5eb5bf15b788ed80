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

/// <summary>A line of the officials' menu, shown to those who hold its permission.</summary>
public sealed record MenuItem(string TextKey, string Path, string Permission, int Order);
