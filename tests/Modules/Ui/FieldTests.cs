using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Components;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

public sealed class FieldTests
{
    private static readonly Option[] answers = [new("a", "Ano") { Hint = "Opravdu" }, new("n", "Ne")];

    public static TheoryData<Type> OneInput =>
        [typeof(TextField), typeof(NumberField), typeof(TextArea), typeof(PasswordField), typeof(FileField), typeof(SelectField), typeof(ComboField), typeof(CheckboxField)];

    public static TheoryData<Type> ManyInputs => [typeof(RadioGroup), typeof(CheckboxGroup), typeof(DateField)];

    [Theory, MemberData(nameof(OneInput))]
    public async Task The_label_hint_and_message_belong_to_the_input(Type field)
    {
        var page = await Draw(field, new() { ["Hint"] = "Najdete v průkazu", ["Error"] = "Zadejte číslo" });
        var input = page.QuerySelector("[name='dog.chip']")!;
        Assert.Equal("dog-chip", input.Id);
        Assert.Equal("Číslo čipu", Text(page.QuerySelector("label[for=dog-chip]")!));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        var described = Described(page, input);
        Assert.Contains("Najdete v průkazu", described[0], StringComparison.Ordinal);
        Assert.Equal("Chyba: Zadejte číslo", described[1]);
    }

    [Theory, MemberData(nameof(ManyInputs))]
    public async Task A_group_has_a_legend_and_its_first_input_carries_the_name(Type field)
    {
        var page = await Draw(field, new() { ["Hint"] = "Vyberte", ["Error"] = "Zadejte odpověď" });
        var group = page.QuerySelector("fieldset")!;
        Assert.Equal("Číslo čipu", Text(group.QuerySelector("legend")!));
        Assert.Equal("Chyba: Zadejte odpověď", Described(page, group)[1]);
        var first = group.QuerySelector<IHtmlInputElement>("input")!;
        Assert.Equal("dog-chip", first.Id);
        Assert.All(group.QuerySelectorAll("input"), input => Assert.NotNull(page.QuerySelector($"label[for='{input.Id}']")));
        Assert.StartsWith("dog.chip", first.Name, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OneInput)), MemberData(nameof(ManyInputs))]
    public async Task Without_hint_and_message_nothing_is_described(Type field)
    {
        var page = await Draw(field, []);
        Assert.Null(page.QuerySelector("[aria-invalid], .wrong, .invalid"));
        Assert.All(page.QuerySelectorAll("[aria-describedby]"), element => Assert.DoesNotContain(Described(page, element), text => text.Length == 0));
    }

    [Theory, MemberData(nameof(OneInput)), MemberData(nameof(ManyInputs))]
    public async Task Optional_is_said_in_words_and_required_is_not_marked(Type field)
    {
        Assert.Contains("(nepovinné)", (await Draw(field, new() { ["Optional"] = true })).Body!.TextContent, StringComparison.Ordinal);
        var plain = await Draw(field, []);
        Assert.DoesNotContain("(nepovinné)", plain.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("*", plain.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(plain.QuerySelector("[required]"));
    }

    [Theory, MemberData(nameof(ManyInputs)), InlineData(typeof(TextField)), InlineData(typeof(TextArea)), InlineData(typeof(FileField))]
    public async Task The_only_question_of_a_page_is_its_heading(Type field)
    {
        var page = await Draw(field, new() { ["Heading"] = true });
        Assert.Equal("Číslo čipu", Text(Assert.Single(page.QuerySelectorAll("h1"))));
        Assert.NotNull(page.QuerySelector("label h1, legend h1"));
    }

    [Fact]
    public async Task What_was_typed_comes_back_whole()
    {
        const string typed = "\n  <b>\"Pes\"</b> & kočka\nпёс \u202e";
        Assert.Equal(typed, (await Draw(typeof(TextArea), new() { ["Value"] = typed })).QuerySelector<IHtmlTextAreaElement>("textarea")!.Value);
        Assert.Equal("<b>\"Pes\"</b> &", (await Draw(typeof(TextField), new() { ["Value"] = "<b>\"Pes\"</b> &" })).QuerySelector<IHtmlInputElement>("input")!.Value);
    }

    [Fact]
    public async Task A_password_is_never_sent_back() =>
        Assert.False((await Draw(typeof(PasswordField), new() { ["Value"] = "tajné" })).QuerySelector("input")!.HasAttribute("value"));

    [Fact]
    public async Task Chosen_answers_stay_chosen()
    {
        var radio = await Draw(typeof(RadioGroup), new() { ["Value"] = "n" });
        Assert.Equal(["n"], radio.QuerySelectorAll<IHtmlInputElement>("input").Where(input => input.IsChecked).Select(input => input.Value));
        var boxes = await Draw(typeof(CheckboxGroup), new() { ["Values"] = new[] { "a", "n" } });
        Assert.Equal(["a", "n"], boxes.QuerySelectorAll<IHtmlInputElement>("input").Where(input => input.IsChecked).Select(input => input.Value));
        Assert.Equal("n", (await Draw(typeof(SelectField), new() { ["Value"] = "n" })).QuerySelector<IHtmlSelectElement>("select")!.Value);
    }

    [Fact]
    public async Task A_date_has_three_labelled_inputs_that_keep_a_mistake()
    {
        var page = await Draw(typeof(DateField), new() { ["Value"] = new DateAnswer("31", "2", "2026"), ["Birth"] = true });
        var inputs = page.QuerySelectorAll<IHtmlInputElement>("input").ToList();
        Assert.Equal(["31", "2", "2026"], inputs.Select(input => input.Value));
        Assert.Equal(["dog.chip.day", "dog.chip.month", "dog.chip.year"], inputs.Select(input => input.Name));
        Assert.Equal(["bday-day", "bday-month", "bday-year"], inputs.Select(input => input.Autocomplete));
    }

    [Fact]
    public async Task A_field_finds_its_message_among_the_errors_of_the_page()
    {
        IReadOnlyList<FieldError> errors = [new("dog.chip", "Číslo čipu musí mít 15 číslic")];
        RenderFragment field = builder =>
        {
            builder.OpenComponent<TextField>(0);
            builder.AddComponentParameter(1, "Name", "dog.chip");
            builder.AddComponentParameter(2, "Label", "Číslo čipu");
            builder.CloseComponent();
        };
        var page = await Drawing.Draw<CitizenPage>(new() { ["Title"] = "Pes", ["Errors"] = errors, ["ChildContent"] = field });
        Assert.Equal("Chyba: Číslo čipu musí mít 15 číslic", Described(page, page.QuerySelector("[name='dog.chip']")!)[0]);
        Assert.Equal("dog-chip", page.QuerySelector<IHtmlAnchorElement>("#errors a")!.Hash.TrimStart('#'));
    }

    private static Task<IHtmlDocument> Draw(Type field, Dictionary<string, object?> more)
    {
        Dictionary<string, object?> parameters = new(more) { ["Name"] = "dog.chip", ["Label"] = "Číslo čipu" };
        if (field.GetProperty("Options") is not null)
            parameters["Options"] = answers;
        return (Task<IHtmlDocument>)typeof(Drawing).GetMethod(nameof(Drawing.Draw))!.MakeGenericMethod(field).Invoke(null, [parameters, "cs", "/", null])!;
    }

    private static List<string> Described(IHtmlDocument page, IElement element) =>
        [.. (element.GetAttribute("aria-describedby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Text(page.GetElementById(id) ?? throw new InvalidOperationException($"No element {id}.")))];

    private static string Text(INode element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
