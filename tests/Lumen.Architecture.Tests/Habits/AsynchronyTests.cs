using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Habits;

public sealed class AsynchronyTests
{
    private static readonly string[] TaskTypes = ["Task", "ValueTask", "IAsyncEnumerable"];

    [Fact]
    public void Wait_InTheProduct_IsAwaited() => Violations.AssertNone(
        "Nothing blocks on a task: await it. Result may be read where IsCompletedSuccessfully was asked in the same method.",
        Repository.Product.SelectMany(Blocking));

    [Fact]
    public void Method_ThatReturnsATask_EndsInAsync() => Violations.AssertNone(
        "A method that returns a task is named so.", Repository.Product.SelectMany(Unnamed));

    [Fact]
    public void CancellationToken_OfAnyMethod_ComesLast() => Violations.AssertNone(
        "A cancellation token is the last parameter that goes in.", Repository.Product.SelectMany(Misplaced));

    [Fact]
    public void Rules_OnEachHabit_ReportIt()
    {
        var file = new SourceFile("src/A.cs", """
            sealed class A
            {
                void Blocks(Task task) { task.Wait(); task.GetAwaiter().GetResult(); Task.WaitAll(task); }
                int Reads(Task<int> task) => task.Result;
                int ReadsDone(ValueTask<int> task) => task.IsCompletedSuccessfully ? task.Result : 0;
                async void Forgets() { }
                Task Run(CancellationToken cancellationToken, int count) => Task.CompletedTask;
            }
            """);
        Assert.Equal(5, Blocking(file).Count());
        Assert.Single(Unnamed(file));
        Assert.Single(Misplaced(file));
    }

    private static IEnumerable<string> Blocking(SourceFile file) => file.Root.DescendantNodes()
        .Where(node => IsBlocking(node) || IsForgotten(node))
        .Select(node => $"{file.At(node)}: {node.ToString().Split('\n')[0]}");

    private static bool IsBlocking(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } =>
            call.Name.Identifier.Text switch
            {
                "GetResult" => call.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal),
                "WaitAll" or "WaitAny" => call.Expression.ToString() == "Task",
                "Wait" => ((InvocationExpressionSyntax)node).ArgumentList.Arguments.Count <= 1 && call.Expression.ToString() != "Monitor",
                _ => false,
            },
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } read =>
            read.Parent is not InvocationExpressionSyntax && !IsKnownToBeDone(read),
        _ => false,
    };

    private static bool IsKnownToBeDone(MemberAccessExpressionSyntax read) =>
        read.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.ToString().Contains($"{read.Expression}.IsCompletedSuccessfully", StringComparison.Ordinal);

    private static bool IsForgotten(SyntaxNode node) => node is MethodDeclarationSyntax method
        && method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void";

    private static IEnumerable<string> Unnamed(SourceFile file) => file.Nodes<MethodDeclarationSyntax>()
        .Where(ReturnsATask)
        .Where(method => !method.Identifier.Text.EndsWith("Async", StringComparison.Ordinal))
        .Where(method => !method.Modifiers.Any(SyntaxKind.OverrideKeyword))
        .Select(method => $"{file.At(method)}: {method.Identifier.Text}");

    private static bool ReturnsATask(MethodDeclarationSyntax method) =>
        TaskTypes.Contains(method.ReturnType.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault()?.Identifier.Text);

    private static bool GoesIn(ParameterSyntax parameter) =>
        !parameter.Modifiers.Any(SyntaxKind.OutKeyword) && !parameter.Modifiers.Any(SyntaxKind.RefKeyword);

    private static IEnumerable<string> Misplaced(SourceFile file) => file.Nodes<ParameterListSyntax>()
        .Where(list => list.Parent is BaseMethodDeclarationSyntax)
        .Where(list => list.Parameters.Where(GoesIn).SkipLast(1).Any(parameter => parameter.Type?.ToString() == "CancellationToken"))
        .Select(list => $"{file.At(list)}: {list}");
}
