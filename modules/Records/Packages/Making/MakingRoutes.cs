using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Packages.Making;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where a package of a file is taken away.</summary>
internal static class MakingRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/stul/spis/{id:guid}/balicek", async (Guid id, HttpContext http, MakePackage act, Texts texts, CancellationToken cancel) =>
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var day = DateAnswer.Read(form, nameof(MakePackageInput.Day));
        var result = await act.Run(new(id, form[nameof(MakePackageInput.Kind)], day.Date, form[nameof(MakePackageInput.Reason)]), cancel);
        http.Response.Headers.CacheControl = "no-store";
        if (result.Succeeded) return Results.Stream(result.Value.Content, "application/zip", $"{result.Value.Package.Name}.zip");
        DeskRoutes.Forget(http);
        return PageAnswer.Again<FileCheckPage>(texts, result.Refusals, (nameof(FileCheckPage.Id), id), (nameof(FileCheckPage.Day), day));
    }).ExcludeFromDescription();
}
