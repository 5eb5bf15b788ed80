using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>What a form of this module is answered with: another page after success, the same page with messages after a refusal.</summary>
internal sealed class PageAnswers(Texts texts, Installation installation, KeptInput kept)
{
    /// <summary>303: the browser reads the next page by GET, so that a reload repeats nothing.</summary>
    public IResult Go(string path) => new SeeOther(path);

    public IResult Show<TPage>(params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>The page takes the messages as its parameter <c>Errors</c>.</summary>
    public IResult Again<TPage>(IReadOnlyList<Refusal> refusals, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.Append(("Errors", refusals.ToErrors(texts))).ToDictionary(p => p.Item1, p => p.Item2)) { StatusCode = refusals[0].Kind.Status() };

    public void Remember(HttpContext http, string token) => SessionCookie.Write(http, installation, token);

    /// <summary>Did the person come with a form that had been too late?</summary>
    public bool IsKept(string? field, Guid person) => kept.Read(field, person) is not null;

    private sealed record SeeOther(string Path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Path;
            return Task.CompletedTask;
        }
    }
}

internal static class FormRoutes
{
    /// <summary>The page of the same path answers GET; a POST is for this endpoint.</summary>
    public static void BeforePages(this RouteHandlerBuilder route) =>
        route.ExcludeFromDescription().Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
}
