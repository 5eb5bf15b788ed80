using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Sorting;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where decisions about proposals and the forms of rules are sent.</summary>
internal static class SortingRoutes
{
    private const string Rules = "/sprava/trideni";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stul/dokument/{id:guid}/tridit", (Guid id, HttpContext http, SortDocument act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "tridit", texts, form => act.Run(Read(id, form), cancel), cancel)).ExcludeFromDescription();
        routes.MapPost("/stul/trideni/{id:guid}", FromList).ExcludeFromDescription();
        routes.MapPost("/sprava/trideni/prevzit", async (HttpContext http, AdoptSorting act, Texts texts, CancellationToken cancel) => Answer(http, await act.Run(new Done(), cancel), texts)).ExcludeFromDescription();
        routes.MapPost("/sprava/trideni/pravidlo/{id:guid}/poradi", async (Guid id, HttpContext http, MoveSortingRule up, DropSortingRule drop, Texts texts, CancellationToken cancel) =>
            Answer(http, (await http.Request.ReadFormAsync(cancel))["act"] == "drop" ? await drop.Run(id, cancel) : await up.Run(id, cancel), texts)).ExcludeFromDescription();
        routes.MapPost("/sprava/trideni/pravidlo", (HttpContext http, SetSortingRule set, TrySortingRule trial, Texts texts, CancellationToken cancel) => Set(null, http, set, trial, texts, cancel)).BeforePages();
        routes.MapPost("/sprava/trideni/pravidlo/{id:guid}", (Guid id, HttpContext http, SetSortingRule set, TrySortingRule trial, Texts texts, CancellationToken cancel) => Set(id, http, set, trial, texts, cancel)).BeforePages();
    }

    // Where somebody else decided meanwhile, the list is shown anew with what was refused.
    private static async Task<IResult> FromList(Guid id, HttpContext http, SortDocument act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(Read(id, await http.Request.ReadFormAsync(cancel)), cancel);
        if (result.Succeeded) return PageAnswer.Go("/stul/trideni?hotovo=1");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<SortingPage>(texts, result.Refusals);
    }

    private static SortDocumentInput Read(Guid document, IFormCollection form)
    {
        var (unit, official) = HandOverTo.Read(form["To"]);
        return new(document, form["Agenda"].ToString() is { Length: > 0 } agenda ? agenda : null, unit, official, DeskRoutes.Version(form));
    }

    private static async Task<IResult> Set(Guid? id, HttpContext http, SetSortingRule set, TrySortingRule trial, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (unit, official) = HandOverTo.Read(form["To"]);
        var input = new SortingRuleInput(id, DeskRoutes.Version(form), form["Name"], form["Channel"], form["Box"], form["Sender"], form["Form"], form["Words"], form["Agenda"], form["FilingMark"], unit, official, form["DeadlineRule"]);
        if (form["act"] == "try")
        {
            var tried = await trial.Run(input, cancel);
            return tried.Succeeded ? PageAnswer.Show<SortingRulePage>((nameof(SortingRulePage.Id), id), (nameof(SortingRulePage.Form), form),
                (nameof(SortingRulePage.Trial), SortingWords.Trial(texts, tried.Value)), (nameof(SortingRulePage.Samples), SortingWords.Samples(texts, tried.Value))) : Again(tried.Refusals);
        }
        var result = await set.Run(input, cancel);
        return result.Succeeded ? PageAnswer.Go($"{Rules}?hotovo=1") : Again(result.Refusals);

        IResult Again(IReadOnlyList<Refusal> refusals)
        {
            DeskRoutes.Forget(http);
            return PageAnswer.AgainIfThere<SortingRulePage>(texts, refusals, (nameof(SortingRulePage.Id), id), (nameof(SortingRulePage.Form), form));
        }
    }

    private static IResult Answer<T>(HttpContext http, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return PageAnswer.Go($"{Rules}?hotovo=1");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<SortingRulesPage>(texts, result.Refusals);
    }
}
