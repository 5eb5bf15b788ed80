using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Ui;

/// <summary>What a posted form is answered with: another page after success, the same page with messages after a refusal.</summary>
public static class PageAnswer
{
    /// <summary>303: the browser reads the next page by GET, so that a reload repeats nothing.</summary>
    public static IResult Go(string path) => new SeeOther(path);

    public static IResult Show<TPage>(params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>The page takes the messages as its parameter <c>Errors</c>; the status is that of the first refusal.</summary>
    public static IResult Again<TPage>(Texts texts, IReadOnlyList<Refusal> refusals, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.Append(("Errors", refusals.ToErrors(texts))).ToDictionary(p => p.Item1, p => p.Item2)) { StatusCode = refusals[0].Kind.Status() };

    /// <summary>As <see cref="Again"/>, but for what is not there no page is shown again.</summary>
    public static IResult AgainIfThere<TPage>(Texts texts, IReadOnlyList<Refusal> refusals, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        refusals[0].Kind == RefusalKind.NotFound ? Results.NotFound() : Again<TPage>(texts, refusals, parameters);

    /// <summary>The page of the same path answers GET; a POST is for this endpoint. Forms of pages are no API, so they are not described.</summary>
    public static RouteHandlerBuilder BeforePages(this RouteHandlerBuilder route)
    {
        route.ExcludeFromDescription().AddEndpointFilter(OnlyForms).Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        return route;
    }

    // What is no form cannot be read as one; nothing at all is a form without fields.
    private static ValueTask<object?> OnlyForms(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        if (request.HasFormContentType || !HttpMethods.IsPost(request.Method)) return next(call);
        if (request.ContentLength > 0 || request.ContentType is not null) return ValueTask.FromResult<object?>(Results.BadRequest());
        call.HttpContext.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        return next(call);
    }

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
