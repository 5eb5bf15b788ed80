using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Host.Serving;

/// <summary>
/// What stands around each page: the office that the page or the official belongs to, who reads it, the menus. It asks in a scope of its
/// own, because the page may be asking at the same moment.
/// </summary>
internal sealed class Frame(Caller caller, IServiceScopeFactory scopes, IHttpContextAccessor http, ICurrentSession session, IReadOnlyList<Module> modules, Texts texts, RequestMemory memory) : IPageFrame
{
    private static readonly PagePaths Paths = new() { Contacts = "/urady" };

    public async ValueTask<PageFrame> Read(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeLike(caller);
        scope.ServiceProvider.GetRequiredService<RequestMemory>().Share(memory);
        var directory = scope.ServiceProvider.GetRequiredService<IDirectory>();
        var office = await Office(directory, cancel);
        return new(office is null ? new OfficeFace("", texts["host.region"], Theme.Default) { Motto = texts["host.motto"] } : Face(office))
        {
            Person = caller.Person is null ? null : await Person(directory, cancel),
            Menu = [new(texts["host.menu.situations"], "/situace"), new(texts["host.menu.follow"], "/sledovat"), new(texts["host.menu.offices"], "/urady"), new(texts["host.menu.municipalities"], "/obce")],
            Desk = caller.Kind is CallerKind.Official or CallerKind.Operator ? await Desk(scope.ServiceProvider.GetServices<IDeskCounts>(), cancel) : [],
            Paths = caller.Kind switch
            {
                CallerKind.Official or CallerKind.Operator => Paths with { DeskHome = Landing.Of(caller, modules) },
                CallerKind.Citizen when caller.Person is not null => Paths with { Account = "/moje" },
                _ => Paths,
            },
        };
    }

    private async Task<OfficeCard?> Office(IDirectory directory, CancellationToken cancel)
    {
        if (http.HttpContext?.Request.RouteValues.TryGetValue("office", out var named) == true && named is string slug) return await directory.OfficeBySlug(slug, cancel);
        return caller.Office is { } id ? await directory.Office(id, cancel) : null;
    }

    private static OfficeFace Face(OfficeCard office) => new(office.Slug, office.Name, Theme.Of(office.PrimaryColour) is { Succeeded: true } theme ? theme.Value : Theme.Default)
    {
        Address = $"{office.Street}, {office.PostalCode} {office.MunicipalityName}",
        Phone = office.Phone,
        Email = office.Email,
        DataBox = office.BoxId,
    };

    private async Task<PersonFace> Person(IDirectory directory, CancellationToken cancel)
    {
        if (!caller.IsOfficial) return new(caller.Name);
        var me = await directory.Official(caller.Person!.Value, cancel);
        List<string> others = [];
        foreach (var other in caller.ActsFor.Where(a => a != caller.Person))
            if (await directory.Official(other, cancel) is { } absent) others.Add(absent.Name);
        var unit = (await directory.Units(caller.Office!.Value, cancel)).FirstOrDefault(u => u.Id == caller.Unit);
        return new(caller.Name) { Position = me?.Position, Unit = unit?.Name, ActsFor = others, SessionSeconds = session.SecondsLeft };
    }

    private async Task<IReadOnlyList<MenuLine>> Desk(IEnumerable<IDeskCounts> counts, CancellationToken cancel)
    {
        Dictionary<string, DeskCount> numbers = [];
        foreach (var source in counts)
            foreach (var count in await source.Read(cancel)) numbers[count.Path] = count;
        return [.. Landing.Entries(caller, modules).OrderBy(i => i.Group).Select(i => new MenuLine(texts[i.TextKey], i.Path)
        {
            Count = numbers.GetValueOrDefault(i.Path)?.Count,
            Urgent = numbers.GetValueOrDefault(i.Path)?.Urgent ?? false,
            Group = texts[$"host.menu.group.{i.Group.ToString().ToLowerInvariant()}"],
        })];
    }
}
