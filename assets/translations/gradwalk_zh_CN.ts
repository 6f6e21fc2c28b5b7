<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>How fast Train goes, in iterations per second.</source>
        <translation>“训练”的速度，以每秒迭代次数计。</translation>
    </message>
    <message>
        <source>Pace: {0}</source>
        <translation>速度：{0}</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open example</source>
        <translation>打开示例(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation>最近的模型(&amp;R)</translation>
    </message>
    <message>
        <source>Export &amp;graph</source>
        <translation>导出计算图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Back&amp;ward from</source>
        <translation>反向传播起点(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Pace</source>
        <translation>速度(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Mod&amp;ules</source>
        <translation>模块(&amp;U)</translation>
    </message>
    <message>
        <source>Show o&amp;nly</source>
        <translation>仅显示(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Others</source>
        <translation>其余部分(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前向传播(&amp;F)</translation>
    </message>
    <message>
        <source>Runs the net on the input and computes the loss. Autograd records every operation: that record is the graph.</source>
        <translation>让网络对输入进行计算并得到损失。autograd 会记录每一步运算，这份记录就是计算图。</translation>
    </message>
    <message>
        <source>&amp;Backward</source>
        <translation>反向传播(&amp;B)</translation>
    </message>
    <message>
        <source>loss.backward(): walks the graph from the loss to the parameters and adds each gradient to .grad. Frees the saved tensors unless retain_graph is on.</source>
        <translation>loss.backward()：从损失出发沿计算图走到各个参数，并把每个梯度累加到 .grad。除非打开 retain_graph，否则会释放保存的张量。</translation>
    </message>
    <message>
        <source>Backward from the output with a &amp;random gradient</source>
        <translation>用随机梯度从输出开始反向传播(&amp;R)</translation>
    </message>
    <message>
        <source>output.backward(torch.randn(...)): the output is no scalar, so backward needs to be told the gradient it starts from. Here it is drawn at random.</source>
        <translation>output.backward(torch.randn(...))：输出不是标量，因此必须告诉 backward 从哪个梯度开始。这里随机抽取一个。</translation>
    </message>
    <message>
        <source>retain_&amp;graph</source>
        <translation>retain_graph(&amp;G)</translation>
    </message>
    <message>
        <source>On: backward keeps the saved tensors, so that a second backward through the same graph is possible. Off, as in PyTorch: they are freed.</source>
        <translation>打开：backward 保留保存的张量，因此可以在同一个计算图上再次反向传播。关闭（PyTorch 的默认值）：这些张量会被释放。</translation>
    </message>
    <message>
        <source>&amp;Zero grad</source>
        <translation>梯度清零(&amp;Z)</translation>
    </message>
    <message>
        <source>net.zero_grad(): forgets the gradients. Without it, the next backward adds its gradients to the old ones.</source>
        <translation>net.zero_grad()：清除梯度。如果不清除，下一次反向传播会把新梯度累加到旧梯度上。</translation>
    </message>
    <message>
        <source>On, as in PyTorch: zero_grad sets .grad to None. Off: it fills .grad with zeros. The two are not the same, and are shown as different things.</source>
        <translation>打开（PyTorch 的默认值）：zero_grad 把 .grad 设为 None。关闭：用零填充 .grad。两者并不相同，界面上也分别显示。</translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation>更新参数(&amp;S)</translation>
    </message>
    <message>
        <source>Moves every parameter against its gradient: optimizer.step(), or the hand-written weight -= lr * grad.</source>
        <translation>让每个参数沿梯度的反方向移动：optimizer.step()，或手写的 weight -= lr * grad。</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>Repeats zero_grad, forward, backward and step until paused, at the chosen pace.</source>
        <translation>按所选速度反复执行 zero_grad、forward、backward 和 step，直到暂停。</translation>
    </message>
    <message>
        <source>&amp;1 per second</source>
        <translation>每秒 1 次(&amp;1)</translation>
    </message>
    <message>
        <source>One iteration per second: slow enough to talk it through.</source>
        <translation>每秒迭代一次：足够慢，可以边运行边讲解。</translation>
    </message>
    <message>
        <source>&amp;5 per second</source>
        <translation>每秒 5 次(&amp;5)</translation>
    </message>
    <message>
        <source>Five iterations per second.</source>
        <translation>每秒迭代五次。</translation>
    </message>
    <message>
        <source>&amp;30 per second</source>
        <translation>每秒 30 次(&amp;3)</translation>
    </message>
    <message>
        <source>Thirty iterations per second: every one of them is shown.</source>
        <translation>每秒迭代三十次：每一次都会显示。</translation>
    </message>
    <message>
        <source>&amp;Flat out</source>
        <translation>全速(&amp;F)</translation>
    </message>
    <message>
        <source>As fast as PyTorch can. The window shows some of the iterations and says which; training never waits for it.</source>
        <translation>以 PyTorch 的最快速度运行。窗口只显示其中一部分迭代并注明是哪些；训练从不等待窗口。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Takes back the last verb, with its effect on parameters, gradients, optimizer state and random numbers.</source>
        <translation>撤销上一步操作，连同它对参数、梯度、优化器状态和随机数的影响。</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Does again what was taken back, with the same numbers.</source>
        <translation>重新执行被撤销的操作，数值完全相同。</translation>
    </message>
    <message>
        <source>Draws the next input and target. The weights and gradients stay.</source>
        <translation>取下一组输入和目标。权重和梯度保持不变。</translation>
    </message>
    <message>
        <source>Start &amp;over</source>
        <translation>重新开始(&amp;O)</translation>
    </message>
    <message>
        <source>Seeds anew and makes the same net and batch again: the session starts from its first line, with the same settings.</source>
        <translation>重新设置种子，并重新建立相同的网络和批次：会话以相同的设置从第一行重新开始。</translation>
    </message>
    <message>
        <source>Net, random input of one sample, mean squared error, the hand-written update with a learning rate of 0.01, seed 0: the session starts anew.</source>
        <translation>Net、单个样本的随机输入、均方误差、学习率为 0.01 的手写更新、种子 0：会话重新开始。</translation>
    </message>
    <message>
        <source>Ends the process that runs PyTorch, whatever it is doing. Everything shown is kept, and the session can be restored.</source>
        <translation>结束运行 PyTorch 的进程，无论它正在做什么。已显示的内容全部保留，会话可以恢复。</translation>
    </message>
    <message>
        <source>Finds operations by name, parameter, module, line or shape, wherever they are folded. F3: the next match.</source>
        <translation>按名称、参数、模块、代码行或形状查找运算，折叠起来的也能找到。F3：下一个匹配项。</translation>
    </message>
    <message>
        <source>F&amp;ilter the graph</source>
        <translation>筛选计算图(&amp;I)</translation>
    </message>
    <message>
        <source>Finds by conditions: operation, module, saved tensors, size of the gradient. All of them must hold.</source>
        <translation>按条件查找：运算、模块、保存的张量、梯度的大小。必须满足所有条件。</translation>
    </message>
    <message>
        <source>Ne&amp;xt batch</source>
        <translation>下一个批次(&amp;X)</translation>
    </message>
    <message>
        <source>set_to_&amp;none</source>
        <translation>set_to_none(&amp;N)</translation>
    </message>
    <message>
        <source>Record source &amp;lines</source>
        <translation>记录源代码行(&amp;L)</translation>
    </message>
    <message>
        <source>On: from the next forward on, every operation knows the line of code that made it. The forward that is shown then takes about 1.3 times as long.</source>
        <translation>打开后，从下一次前向传播起，每个运算都会记住创建它的那一行代码。所显示的那次前向传播耗时约为原来的 1.3 倍。</translation>
    </message>
    <message>
        <source>Set &amp;up as in the tutorial</source>
        <translation>按教程设置(&amp;U)</translation>
    </message>
    <message>
        <source>Stop the &amp;engine</source>
        <translation>停止引擎(&amp;E)</translation>
    </message>
    <message>
        <source>Restart the eng&amp;ine and restore</source>
        <translation>重启引擎并恢复(&amp;I)</translation>
    </message>
    <message>
        <source>Starts a new process for PyTorch and brings the session back with the same numbers.</source>
        <translation>为 PyTorch 启动一个新进程，并以相同的数值恢复会话。</translation>
    </message>
    <message>
        <source>&amp;Copy as Python</source>
        <translation>复制为 Python 代码(&amp;C)</translation>
    </message>
    <message>
        <source>Copies the session as a script that runs in plain Python and prints the same numbers.</source>
        <translation>把会话复制为脚本，用普通 Python 即可运行，并打印出相同的数值。</translation>
    </message>
    <message>
        <source>Save &amp;script…</source>
        <translation>保存脚本(&amp;S)…</translation>
    </message>
    <message>
        <source>Saves the session as a plain Python script.</source>
        <translation>把会话保存为普通的 Python 脚本。</translation>
    </message>
    <message>
        <source>Export &amp;picture…</source>
        <translation>导出图片(&amp;P)…</translation>
    </message>
    <message>
        <source>Saves the whole graph as PNG, SVG or PDF.</source>
        <translation>把整个计算图保存为 PNG、SVG 或 PDF。</translation>
    </message>
    <message>
        <source>&amp;DOT…</source>
        <translation>&amp;DOT…</translation>
    </message>
    <message>
        <source>Saves every node and edge in Graphviz&apos;s language.</source>
        <translation>用 Graphviz 的语言保存所有节点和边。</translation>
    </message>
    <message>
        <source>&amp;GraphML…</source>
        <translation>&amp;GraphML…</translation>
    </message>
    <message>
        <source>Saves every node and edge for graph tools such as yEd.</source>
        <translation>保存所有节点和边，供 yEd 等图形工具使用。</translation>
    </message>
    <message>
        <source>&amp;JSON…</source>
        <translation>&amp;JSON…</translation>
    </message>
    <message>
        <source>Saves every node and edge as JSON.</source>
        <translation>把所有节点和边保存为 JSON。</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Closes the window and ends the engine.</source>
        <translation>关闭窗口并结束引擎。</translation>
    </message>
    <message>
        <source>&amp;Find in the graph</source>
        <translation>在计算图中查找(&amp;F)</translation>
    </message>
    <message>
        <source>Shows the whole graph.</source>
        <translation>缩放到能看到整个计算图。</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Makes the graph larger. The mouse wheel does so too.</source>
        <translation>放大计算图。也可以使用鼠标滚轮。</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Makes the graph smaller.</source>
        <translation>缩小计算图。</translation>
    </message>
    <message>
        <source>Fit t&amp;he graph</source>
        <translation>显示整个计算图(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Zoom to the selection</source>
        <translation>缩放到所选内容(&amp;Z)</translation>
    </message>
    <message>
        <source>Brings the selected operation or parameter close.</source>
        <translation>把选中的运算或参数放大到眼前。</translation>
    </message>
    <message>
        <source>&amp;Open or close</source>
        <translation>展开或折叠(&amp;O)</translation>
    </message>
    <message>
        <source>Shows what is inside the selected module, or folds it into one box. A double click on the box or on the frame&apos;s title does so too.</source>
        <translation>显示所选模块的内部，或者把它折叠成一个方框。双击方框或外框的标题也可以。</translation>
    </message>
    <message>
        <source>&amp;Close the module around</source>
        <translation>折叠所在的模块(&amp;C)</translation>
    </message>
    <message>
        <source>Folds the module in which the selection lies into one box.</source>
        <translation>把所选内容所在的模块折叠成一个方框。</translation>
    </message>
    <message>
        <source>One level &amp;more</source>
        <translation>多展开一级(&amp;M)</translation>
    </message>
    <message>
        <source>Opens every box that is folded, one level deep.</source>
        <translation>把每个已折叠的方框展开一级。</translation>
    </message>
    <message>
        <source>One level &amp;less</source>
        <translation>少展开一级(&amp;L)</translation>
    </message>
    <message>
        <source>Folds the innermost open modules.</source>
        <translation>折叠最内层的已展开模块。</translation>
    </message>
    <message>
        <source>Open &amp;all</source>
        <translation>全部展开(&amp;A)</translation>
    </message>
    <message>
        <source>Shows every operation, whatever it belongs to.</source>
        <translation>显示每一个运算，无论它属于哪个模块。</translation>
    </message>
    <message>
        <source>Clos&amp;e all</source>
        <translation>全部折叠(&amp;E)</translation>
    </message>
    <message>
        <source>Folds everything as far as it goes.</source>
        <translation>把一切折叠到底。</translation>
    </message>
    <message>
        <source>As at &amp;first</source>
        <translation>恢复初始展开状态(&amp;F)</translation>
    </message>
    <message>
        <source>Opens as much as can be read at a glance.</source>
        <translation>只展开到一眼就能看清的程度。</translation>
    </message>
    <message>
        <source>O&amp;verview map</source>
        <translation>概览图(&amp;V)</translation>
    </message>
    <message>
        <source>A small map in the corner of the graph, while a part of it is out of sight. Click or drag in it to move.</source>
        <translation>计算图有一部分在视野之外时，角落里会显示一张小地图。在其中点击或拖动即可移动视图。</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Light or dark, as the system is.</source>
        <translation>浅色或深色，与系统一致。</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Dark text on a light ground: for a bright room.</source>
        <translation>浅底深字：适合明亮的房间。</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Light text on a dark ground: for a dim room.</source>
        <translation>深底浅字：适合昏暗的房间。</translation>
    </message>
    <message>
        <source>The system&apos;s language, from the next start on.</source>
        <translation>使用系统语言，下次启动时生效。</translation>
    </message>
    <message>
        <source>English, from the next start on.</source>
        <translation>使用英语，下次启动时生效。</translation>
    </message>
    <message>
        <source>Simplified Chinese, from the next start on.</source>
        <translation>使用简体中文，下次启动时生效。</translation>
    </message>
    <message>
        <source>Larger te&amp;xt</source>
        <translation>放大文字(&amp;G)</translation>
    </message>
    <message>
        <source>Makes all text larger, up to twice its size.</source>
        <translation>放大所有文字，最大到两倍。</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>缩小文字(&amp;M)</translation>
    </message>
    <message>
        <source>Makes all text smaller.</source>
        <translation>缩小所有文字。</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Puts every panel back in its place.</source>
        <translation>让所有面板回到原位。</translation>
    </message>
    <message>
        <source>&amp;Dismiss the message</source>
        <translation>关闭消息(&amp;D)</translation>
    </message>
    <message>
        <source>Closes the message above the graph.</source>
        <translation>关闭计算图上方的消息。</translation>
    </message>
    <message>
        <source>&amp;Ancestors</source>
        <translation>祖先(&amp;A)</translation>
    </message>
    <message>
        <source>Shows only from where the gradient of the selection comes, up to the loss.</source>
        <translation>只显示所选内容的梯度从何而来，一直到损失。</translation>
    </message>
    <message>
        <source>&amp;Descendants</source>
        <translation>后代(&amp;D)</translation>
    </message>
    <message>
        <source>Shows only to where the selection hands gradients on, along next_functions.</source>
        <translation>沿 next_functions，只显示所选内容把梯度传向哪里。</translation>
    </message>
    <message>
        <source>Ancestors and d&amp;escendants</source>
        <translation>祖先和后代(&amp;E)</translation>
    </message>
    <message>
        <source>Shows only what lies on some path through the selection.</source>
        <translation>只显示经过所选内容的路径上的节点。</translation>
    </message>
    <message>
        <source>&amp;Path to the loss</source>
        <translation>到损失的路径(&amp;P)</translation>
    </message>
    <message>
        <source>Shows only the paths on which a gradient comes from the loss to the selection.</source>
        <translation>只显示梯度从损失到达所选内容的路径。</translation>
    </message>
    <message>
        <source>&amp;Mark as start of a path</source>
        <translation>标记为路径起点(&amp;M)</translation>
    </message>
    <message>
        <source>Remembers the selection as one end of a path. Then select the other end.</source>
        <translation>记住所选内容作为路径的一端，然后选择另一端。</translation>
    </message>
    <message>
        <source>Path &amp;to here</source>
        <translation>到此处的路径(&amp;T)</translation>
    </message>
    <message>
        <source>Shows only the paths between the marked start and the selection.</source>
        <translation>只显示标记的起点与所选内容之间的路径。</translation>
    </message>
    <message>
        <source>Mat&amp;ches of the search</source>
        <translation>查找的匹配项(&amp;C)</translation>
    </message>
    <message>
        <source>Shows only what the search has found, with its parameters.</source>
        <translation>只显示查找到的内容，以及相应的参数。</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>隐藏(&amp;H)</translation>
    </message>
    <message>
        <source>Hides everything else, and says how much that is.</source>
        <translation>隐藏其余部分，并说明隐藏了多少。</translation>
    </message>
    <message>
        <source>&amp;Fold</source>
        <translation>折叠(&amp;F)</translation>
    </message>
    <message>
        <source>Folds the modules in which nothing is shown alone.</source>
        <translation>折叠不含任何单独显示内容的模块。</translation>
    </message>
    <message>
        <source>&amp;Dim</source>
        <translation>淡化(&amp;D)</translation>
    </message>
    <message>
        <source>Paints everything else paler, where it was.</source>
        <translation>其余部分留在原处，但颜色变淡。</translation>
    </message>
    <message>
        <source>&amp;Show everything again</source>
        <translation>重新显示全部(&amp;R)</translation>
    </message>
    <message>
        <source>Ends showing a part alone. In the graph, Esc does so where nothing is selected.</source>
        <translation>不再单独显示某一部分。在计算图中没有选中任何内容时，按 Esc 也可以。</translation>
    </message>
    <message>
        <source>&amp;Command palette</source>
        <translation>命令面板(&amp;C)</translation>
    </message>
    <message>
        <source>Finds every action by a few letters of its name.</source>
        <translation>输入名称中的几个字，即可找到任意命令。</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Lists every key and what it does.</source>
        <translation>列出所有按键及其作用。</translation>
    </message>
    <message>
        <source>&amp;About gradwalk</source>
        <translation>关于 gradwalk(&amp;A)</translation>
    </message>
    <message>
        <source>Versions, licence and where things come from.</source>
        <translation>版本、许可证以及各部分的来源。</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>自编码器</translation>
    </message>
    <message>
        <source>What the decoder learns of the input passes the narrow middle; so does the gradient back.</source>
        <translation>解码器对输入的了解全部要经过狭窄的中间层；返回的梯度也是如此。</translation>
    </message>
    <message>
        <source>Checkpointed net</source>
        <translation>使用检查点的网络</translation>
    </message>
    <message>
        <source>What blocks 0 and 1 saved is packed by a hook: backward runs their forward again to have it.</source>
        <translation>块 0 和块 1 保存的张量由钩子打包：反向传播要重新运行它们的前向传播才能得到。</translation>
    </message>
    <message>
        <source>Double backward</source>
        <translation>二次反向传播</translation>
    </message>
    <message>
        <source>The loss holds a gradient: create_graph records a backward, as TanhBackwardBackward0 shows.</source>
        <translation>损失中含有梯度：create_graph 会记录反向传播本身，TanhBackwardBackward0 就是证明。</translation>
    </message>
    <message>
        <source>Custom Function</source>
        <translation>自定义 Function</translation>
    </message>
    <message>
        <source>BinarizeBackward is no operation of torch: its rule is the backward written in the class.</source>
        <translation>BinarizeBackward 不是 torch 的运算：它的求导规则就是该类中编写的 backward。</translation>
    </message>
    <message>
        <source>GAN step with two losses</source>
        <translation>有两个损失的 GAN 训练步</translation>
    </message>
    <message>
        <source>loss_d reaches only the discriminator, loss_g only the generator: one graph for each of them.</source>
        <translation>loss_d 只到达判别器，loss_g 只到达生成器：两者各有一个计算图。</translation>
    </message>
    <message>
        <source>Unrolled LSTM</source>
        <translation>按时间步展开的 LSTM</translation>
    </message>
    <message>
        <source>The same cell at every time step: its weights are used 16 times, and 16 gradients add up in each.</source>
        <translation>每个时间步都是同一个单元：它的权重被使用 16 次，每个权重上累加 16 个梯度。</translation>
    </message>
    <message>
        <source>Multilayer perceptron</source>
        <translation>多层感知机</translation>
    </message>
    <message>
        <source>Linear layers with ReLU in between: one straight path, and every weight waits beside its layer.</source>
        <translation>线性层之间夹着 ReLU：一条直线路径，每个权重都在它所属的层旁边。</translation>
    </message>
    <message>
        <source>Residual block</source>
        <translation>残差块</translation>
    </message>
    <message>
        <source>At each AddBackward0 the gradient goes two ways: through the layers, and past them unchanged.</source>
        <translation>在每个 AddBackward0 处，梯度分两路走：一路穿过各层，一路绕过它们原样传递。</translation>
    </message>
    <message>
        <source>Tiny transformer</source>
        <translation>微型 Transformer</translation>
    </message>
    <message>
        <source>Query, key and value come from one tensor and meet in attention; each block adds to what came in.</source>
        <translation>query、key 和 value 来自同一个张量，在注意力中汇合；每个块把结果加到它的输入上。</translation>
    </message>
    <message>
        <source>Open &amp;model…</source>
        <translation>打开模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Opens a model of your own: from a Python file, or by an importable name. A file can also be dropped onto the window.</source>
        <translation>打开自己的模型：从 Python 文件，或按可导入的名称。也可以把文件拖放到窗口上。</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
    <message>
        <source>Forgets the models that were opened, and what was chosen for them.</source>
        <translation>清除打开过的模型，以及为它们所做的选择。</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>复制为命令(&amp;M)</translation>
    </message>
    <message>
        <source>Copies the command line that opens this model with the same choices.</source>
        <translation>复制以相同的选择打开此模型的命令行。</translation>
    </message>
    <message>
        <source>Reloa&amp;d the model</source>
        <translation>重新加载模型(&amp;D)</translation>
    </message>
    <message>
        <source>Builds the model again from its file as it is now. The weights that still fit by name and shape are kept, and their optimizer state.</source>
        <translation>按文件现在的内容重新构建模型。名称和形状仍然相符的权重会保留，相应的优化器状态也会保留。</translation>
    </message>
    <message>
        <source>Reload when the file is sa&amp;ved</source>
        <translation>保存文件时重新加载(&amp;V)</translation>
    </message>
    <message>
        <source>On: saving the model&apos;s file in your editor reloads it here at once.</source>
        <translation>打开后，在编辑器中保存模型的文件，这里会立即重新加载。</translation>
    </message>
</context>
<context>
    <name>ArgumentsField</name>
    <message>
        <source>no arguments</source>
        <translation>没有参数</translation>
    </message>
    <message>
        <source>Arguments by name, as JSON or as in Python: {0}</source>
        <translation>按名称写出参数，用 JSON 或 Python 的写法：{0}</translation>
    </message>
    <message>
        <source>Write names and values, such as width=64.</source>
        <translation>请写出名称和值，例如 width=64。</translation>
    </message>
    <message>
        <source>This is nested too deeply.</source>
        <translation>嵌套太深了。</translation>
    </message>
    <message>
        <source>Write a value for the dots at letter {0}.</source>
        <translation>请把第 {0} 个字符处的省略号换成一个值。</translation>
    </message>
    <message>
        <source>{0} (letter {1}) is no number, text, list or tuple.</source>
        <translation>{0}（第 {1} 个字符）不是数字、文字、列表或元组。</translation>
    </message>
    <message>
        <source>Wrong from letter {0} on: {1}</source>
        <translation>从第 {0} 个字符起有误：{1}</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Bringing the session back…</source>
        <translation>正在恢复会话…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Running the model once, to see what fits…</source>
        <translation>正在试运行一次模型，以确定合适的选择…</translation>
    </message>
    <message>
        <source>Opening the model…</source>
        <translation>正在打开模型…</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Ends the engine, whatever your code is doing; the session comes back.</source>
        <translation>结束引擎，无论代码正在做什么；会话会恢复。</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Models in it</source>
        <translation>其中的模型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>{0}, a part</source>
        <translation>{0}，组成部分</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>实例</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>no gradient</source>
        <translation>无梯度</translation>
    </message>
    <message>
        <source>no norm</source>
        <translation>无范数</translation>
    </message>
    <message>
        <source>{0} nodes, {1} edges</source>
        <translation>{0} 个节点，{1} 条边</translation>
    </message>
    <message>
        <source>{0} operations</source>
        <translation>{0} 个运算</translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation>{0} 个参数</translation>
    </message>
    <message>
        <source>{0} saved</source>
        <translation>保存 {0}</translation>
    </message>
    <message>
        <source>alive</source>
        <translation>未释放</translation>
    </message>
    <message>
        <source>freed</source>
        <translation>已释放</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>leaf</source>
        <translation>叶子节点</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type a few letters of a command</source>
        <translation>输入命令名称中的几个字</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>Complaint</name>
    <message>
        <source>Mor&amp;e</source>
        <translation>更多(&amp;E)</translation>
    </message>
    <message>
        <source>The modules and the lines of your code that led there.</source>
        <translation>通向该处的模块，以及自己代码中的各行。</translation>
    </message>
    <message>
        <source>Copy te&amp;xt</source>
        <translation>复制文本(&amp;X)</translation>
    </message>
    <message>
        <source>Open an&amp;yway</source>
        <translation>仍然打开(&amp;Y)</translation>
    </message>
    <message>
        <source>Open it all the same?</source>
        <translation>仍然要打开吗？</translation>
    </message>
    <message>
        <source>This model does not open yet.</source>
        <translation>这个模型暂时无法打开。</translation>
    </message>
</context>
<context>
    <name>Conductor</name>
    <message>
        <source>Taking it back</source>
        <translation>正在撤销</translation>
    </message>
    <message>
        <source>Doing it again</source>
        <translation>正在重做</translation>
    </message>
    <message>
        <source>Restoring the session</source>
        <translation>正在恢复会话</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>ConsolePanel</name>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>What your code prints is written here.</source>
        <translation>代码打印的内容会显示在这里。</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in the console</source>
        <translation>在控制台中查找</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Removes every line here; your code is not touched.</source>
        <translation>删除这里的所有行；代码不受影响。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>{0} lines</source>
        <translation>{0} 行</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{0}; the oldest {1} are dropped</source>
        <translation>{0}；最早的 {1} 行已丢弃</translation>
    </message>
</context>
<context>
    <name>ConsoleText</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>grad norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>对数损失轴</translation>
    </message>
    <message>
        <source>Draw the loss on a logarithmic axis.</source>
        <translation>用对数坐标轴绘制损失。</translation>
    </message>
    <message>
        <source>Every iteration adds a point here: its loss after Forward, the norms of its gradients after Backward.</source>
        <translation>每次迭代都会在这里添加一个点：前向传播后的损失，以及反向传播后的梯度范数。</translation>
    </message>
    <message>
        <source>Legend of the curves</source>
        <translation>曲线的图例</translation>
    </message>
    <message>
        <source>Click a line&apos;s name to select its parameter.</source>
        <translation>点击曲线的名称可选中对应的参数。</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>{0} of {1} iterations measured, lines join them</source>
        <translation>共 {1} 次迭代，测量了 {0} 次，以线相连</translation>
    </message>
    <message>
        <source>1 measured iteration</source>
        <translation>已测量 1 次迭代</translation>
    </message>
    <message>
        <source>{0} measured iterations</source>
        <translation>已测量 {0} 次迭代</translation>
    </message>
    <message>
        <source>some of them marked</source>
        <translation>只标出其中一部分</translation>
    </message>
    <message>
        <source>of the older ones every second was dropped</source>
        <translation>较早的数据每两个舍去一个</translation>
    </message>
    <message>
        <source>{0} of {1} parameters drawn</source>
        <translation>共 {1} 个参数，绘制了 {0} 个</translation>
    </message>
    <message>
        <source>1 value at or below 0 has no place on a logarithmic axis</source>
        <translation>有 1 个小于等于 0 的值无法画在对数坐标轴上</translation>
    </message>
    <message>
        <source>{0} values at or below 0 have no place on a logarithmic axis</source>
        <translation>有 {0} 个小于等于 0 的值无法画在对数坐标轴上</translation>
    </message>
    <message>
        <source>iteration {0}</source>
        <translation>迭代 {0}</translation>
    </message>
    <message>
        <source>loss {0}</source>
        <translation>损失 {0}</translation>
    </message>
    <message>
        <source>{0} norm {1}</source>
        <translation>{0} 的范数 {1}</translation>
    </message>
    <message>
        <source>Show &amp;all iterations</source>
        <translation>显示所有迭代(&amp;A)</translation>
    </message>
    <message>
        <source>Copy &amp;values</source>
        <translation>复制数值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Export as &amp;CSV…</source>
        <translation>导出为 &amp;CSV…</translation>
    </message>
    <message>
        <source>Export the curves</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <source>The curves could not be written: {0}</source>
        <translation>无法写入曲线：{0}</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Walk the graph</source>
        <translation>在计算图中行走</translation>
    </message>
    <message>
        <source>Down: along next_functions, the way gradients flow. Up: back towards the loss. Left and right: to the neighbours.</source>
        <translation>向下：沿 next_functions，即梯度流动的方向。向上：朝损失返回。向左和向右：到相邻的节点。</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一个匹配项</translation>
    </message>
    <message>
        <source>Shift+F3: the previous one.</source>
        <translation>Shift+F3：上一个。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>not started yet</source>
        <translation>尚未启动</translation>
    </message>
    <message>
        <source>Walk PyTorch&apos;s autograd graph: see it, run it one verb at a time.</source>
        <translation>在 PyTorch 的 autograd 计算图中行走：看清它，一步一步地运行它。</translation>
    </message>
    <message>
        <source>Licence: MIT. Qt and PySide6 are used under the LGPL 3. The handwritten digits are from the UCI data set of E. Alpaydin and C. Kaynak, CC BY 4.0.</source>
        <translation>许可证：MIT。Qt 和 PySide6 依据 LGPL 3 使用。手写数字来自 E. Alpaydin 和 C. Kaynak 的 UCI 数据集，CC BY 4.0。</translation>
    </message>
    <message>
        <source>About gradwalk</source>
        <translation>关于 gradwalk</translation>
    </message>
</context>
<context>
    <name>EngineBanner</name>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Stop and restore</source>
        <translation>停止并恢复</translation>
    </message>
    <message>
        <source>Restore the session</source>
        <translation>恢复会话</translation>
    </message>
</context>
<context>
    <name>EngineLink</name>
    <message>
        <source>It was stopped on request.</source>
        <translation>已按要求停止。</translation>
    </message>
    <message>
        <source>It speaks another version of the protocol.</source>
        <translation>它使用了另一个版本的协议。</translation>
    </message>
    <message>
        <source>It died while the session was being restored. {0}</source>
        <translation>它在恢复会话时终止了。{0}</translation>
    </message>
</context>
<context>
    <name>EngineProcess</name>
    <message>
        <source>This machine refuses local connections: {}</source>
        <translation>本机拒绝本地连接：{}</translation>
    </message>
    <message>
        <source>It crashed (code {0:#x}).</source>
        <translation>它崩溃了（代码 {0:#x}）。</translation>
    </message>
    <message>
        <source>It was killed (SIGKILL): out of memory, or by someone.</source>
        <translation>它被强制终止（SIGKILL）：可能是内存不足，也可能是有人结束了它。</translation>
    </message>
    <message>
        <source>It crashed in native code ({0}).</source>
        <translation>它在原生代码中崩溃了（{0}）。</translation>
    </message>
    <message>
        <source>It was ended by {0}.</source>
        <translation>它被 {0} 终止。</translation>
    </message>
    <message>
        <source>It exited with code {0}.</source>
        <translation>它已退出，代码为 {0}。</translation>
    </message>
</context>
<context>
    <name>Explain</name>
    <message>
        <source>The first backward freed what the marked nodes had saved in forward, so their gradients can&apos;t be computed again.</source>
        <translation>第一次反向传播已经释放了标出的节点在前向传播时保存的张量，因此无法再次计算它们的梯度。</translation>
    </message>
    <message>
        <source>Press Forward to build a new graph, or Undo, tick retain_graph and press Backward: then the graph is kept.</source>
        <translation>按“前向传播”建立新的计算图；或者按“撤销”，勾选 retain_graph，再按“反向传播”：这样计算图就会保留。</translation>
    </message>
    <message>
        <source>There is no output and no loss yet: nothing has run through the net.</source>
        <translation>还没有输出，也没有损失：网络还没有处理过任何输入。</translation>
    </message>
    <message>
        <source>Press Forward first.</source>
        <translation>请先按“前向传播”。</translation>
    </message>
    <message>
        <source>The hand-written update reads every parameter&apos;s .grad, and at least one is None: no backward has filled it since zero_grad.</source>
        <translation>手写的更新会读取每个参数的 .grad，而其中至少有一个是 None：自 zero_grad 以来没有反向传播填入过梯度。</translation>
    </message>
    <message>
        <source>Press Forward and Backward before Step; where there are several losses, Backward from each of them. The optimizers of torch.optim skip parameters without a gradient.</source>
        <translation>请在“更新参数”之前先按“前向传播”和“反向传播”；如果有多个损失，要从每个损失分别反向传播。torch.optim 的优化器会跳过没有梯度的参数。</translation>
    </message>
    <message>
        <source>A tensor that the graph saved in forward has been changed since, most likely the weights by a step: backward would compute with the wrong values.</source>
        <translation>计算图在前向传播时保存的某个张量后来被修改了，很可能是某次 step 修改了权重：反向传播会用错误的值计算。</translation>
    </message>
    <message>
        <source>Press Forward to build a graph on the new weights, then Backward.</source>
        <translation>按“前向传播”用新的权重建立计算图，然后按“反向传播”。</translation>
    </message>
    <message>
        <source>Backward starts from one number. The output has several, so it needs a gradient of the same shape that weighs them.</source>
        <translation>反向传播要从一个数开始。输出包含多个数，因此需要一个形状相同的梯度来给它们加权。</translation>
    </message>
    <message>
        <source>Choose “Backward from the output with a random gradient”, or press Backward, which starts from the loss.</source>
        <translation>请选择“用随机梯度从输出开始反向传播”，或者按“反向传播”，它从损失开始。</translation>
    </message>
    <message>
        <source>The gradient that was given has another shape than what it belongs to.</source>
        <translation>给出的梯度与它所对应的张量形状不同。</translation>
    </message>
    <message>
        <source>Give a gradient with the shape of the output.</source>
        <translation>请给出与输出形状相同的梯度。</translation>
    </message>
    <message>
        <source>torch.nn works on mini-batches: the first dimension of the input is taken for the batch. Without it the layers count the dimensions wrongly.</source>
        <translation>torch.nn 只处理小批量（mini-batch）：输入的第一个维度会被当作批次。缺少它时，各层会数错维度。</translation>
    </message>
    <message>
        <source>Tick “Batch dimension” in the setup: input.unsqueeze(0) makes a batch of one out of a single sample.</source>
        <translation>请在设置中勾选“批次维度”：input.unsqueeze(0) 会把单个样本变成大小为一的批次。</translation>
    </message>
    <message>
        <source>This PyTorch can&apos;t use that device on this machine; nothing was moved.</source>
        <translation>这个 PyTorch 无法在本机上使用该设备；没有移动任何内容。</translation>
    </message>
    <message>
        <source>Choose one of the devices in the list that has no error.</source>
        <translation>请在列表中选择一个没有错误的设备。</translation>
    </message>
    <message>
        <source>The device has not enough free memory for this operation.</source>
        <translation>设备的空闲内存不足以完成这个运算。</translation>
    </message>
    <message>
        <source>Choose a smaller batch or another device, and press Undo if you need to.</source>
        <translation>请选择更小的批次或另一个设备，需要时按“撤销”。</translation>
    </message>
    <message>
        <source>The graph was built on another device than the one where the weights are now.</source>
        <translation>建立计算图时所用的设备，与权重现在所在的设备不同。</translation>
    </message>
    <message>
        <source>Press Forward to build a new graph on this device.</source>
        <translation>按“前向传播”在当前设备上建立新的计算图。</translation>
    </message>
    <message>
        <source>The device has failed, and refuses all work from this engine.</source>
        <translation>设备发生故障，并拒绝这个引擎的一切操作。</translation>
    </message>
    <message>
        <source>Stop the engine, then restore the session.</source>
        <translation>请停止引擎，然后恢复会话。</translation>
    </message>
    <message>
        <source>The code asked Python to exit; the engine stays.</source>
        <translation>代码要求 Python 退出；引擎继续运行。</translation>
    </message>
    <message>
        <source>{name} has no parameters.</source>
        <translation>{name} 没有参数。</translation>
    </message>
    <message>
        <source>Layers in a plain list or dict, and plain tensors, are not registered.</source>
        <translation>普通 list 或 dict 中的层，以及普通的张量，都不会被注册。</translation>
    </message>
    <message>
        <source>Use nn.ModuleList, nn.ModuleDict and nn.Parameter.</source>
        <translation>请使用 nn.ModuleList、nn.ModuleDict 和 nn.Parameter。</translation>
    </message>
    <message>
        <source>No parameter of {name} requires grad.</source>
        <translation>{name} 没有任何参数的 requires_grad 为 True。</translation>
    </message>
    <message>
        <source>All of them are frozen: there is nothing to train.</source>
        <translation>所有参数都已冻结：没有可训练的内容。</translation>
    </message>
    <message>
        <source>Call requires_grad_() on those that are to be trained.</source>
        <translation>请对需要训练的参数调用 requires_grad_()。</translation>
    </message>
    <message>
        <source>{name} returns nothing.</source>
        <translation>{name} 没有返回任何内容。</translation>
    </message>
    <message>
        <source>Return the model at its end.</source>
        <translation>请在它的末尾返回模型。</translation>
    </message>
    <message>
        <source>There is no {name} in {place}.</source>
        <translation>{place} 中没有 {name}。</translation>
    </message>
    <message>
        <source>It has {names}.</source>
        <translation>可用的有：{names}。</translation>
    </message>
    <message>
        <source>{name} gives a {kind}, not an nn.Module.</source>
        <translation>{name} 给出的是 {kind}，而不是 nn.Module。</translation>
    </message>
    <message>
        <source>Choose a class or function that makes a module.</source>
        <translation>请选择能创建模块的类或函数。</translation>
    </message>
    <message>
        <source>No nn.Module and no function that makes one was found.</source>
        <translation>没有找到 nn.Module，也没有找到创建它的函数。</translation>
    </message>
    <message>
        <source>There are several models in it.</source>
        <translation>其中有多个模型。</translation>
    </message>
    <message>
        <source>Name one after a colon: {names}.</source>
        <translation>请在冒号后写出其中一个：{names}。</translation>
    </message>
    <message>
        <source>Name it: model.py:make_model or package.module:Class.</source>
        <translation>请写出名称：model.py:make_model 或 package.module:Class。</translation>
    </message>
    <message>
        <source>forward returned {kind}, in which there is no tensor.</source>
        <translation>forward 返回了 {kind}，其中没有张量。</translation>
    </message>
    <message>
        <source>A graph begins at a tensor; forward may lack a return.</source>
        <translation>计算图从张量开始；forward 可能缺少 return。</translation>
    </message>
    <message>
        <source>Return the tensor that the loss is computed from.</source>
        <translation>请返回用来计算损失的张量。</translation>
    </message>
    <message>
        <source>forward&apos;s first parameter is the model itself.</source>
        <translation>forward 的第一个参数是模型自身。</translation>
    </message>
    <message>
        <source>Write self before the others: def forward(self, x):</source>
        <translation>请在其他参数之前写上 self：def forward(self, x):</translation>
    </message>
    <message>
        <source>With yield or async, calling forward runs nothing of it.</source>
        <translation>有 yield 或 async 时，调用 forward 并不会运行其中的内容。</translation>
    </message>
    <message>
        <source>Write a plain def with a return.</source>
        <translation>请写一个带 return 的普通 def。</translation>
    </message>
    <message>
        <source>Nothing that forward returned requires grad.</source>
        <translation>forward 返回的内容中，没有任何张量的 requires_grad 为 True。</translation>
    </message>
    <message>
        <source>On the way detach, .data, argmax, item, numpy or no_grad cut the graph, or no parameter was used.</source>
        <translation>途中 detach、.data、argmax、item、numpy 或 no_grad 切断了计算图，或者没有用到任何参数。</translation>
    </message>
    <message>
        <source>Look for one of these in forward.</source>
        <translation>请在 forward 中查找其中之一。</translation>
    </message>
    <message>
        <source>forward takes nothing.</source>
        <translation>forward 不接受任何输入。</translation>
    </message>
    <message>
        <source>The model&apos;s configuration says so.</source>
        <translation>来自模型的配置。</translation>
    </message>
    <message>
        <source>“{text}” is no shape.</source>
        <translation>“{text}”不是形状。</translation>
    </message>
    <message>
        <source>Write 1x3x224x224, 2x8,2x16 or input_ids=1x16:int64:0..30521.</source>
        <translation>请写成 1x3x224x224、2x8,2x16 或 input_ids=1x16:int64:0..30521。</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>模型的参数</translation>
    </message>
    <message>
        <source>loss arguments</source>
        <translation>损失的参数</translation>
    </message>
    <message>
        <source>optimizer arguments</source>
        <translation>优化器的参数</translation>
    </message>
    <message>
        <source>Write names and values as JSON or as in Python: {&quot;depth&quot;: 3} or depth=3, size=(2, 2).</source>
        <translation>请用 JSON 或 Python 的写法写出名称和值：{&quot;depth&quot;: 3} 或 depth=3, size=(2, 2)。</translation>
    </message>
    <message>
        <source>The {what} are neither JSON nor Python: {said}.</source>
        <translation>{what} 既不是 JSON 也不是 Python：{said}。</translation>
    </message>
    <message>
        <source>The {what} are values: numbers, texts, True, None, lists, tuples and dictionaries of them. {said} is none.</source>
        <translation>{what} 只能是值：数字、文字、True、None，以及由它们组成的列表、元组和字典。{said} 不是。</translation>
    </message>
    <message>
        <source>The dots in the {what} stand for a value of yours.</source>
        <translation>{what} 中的省略号要换成你自己的值。</translation>
    </message>
    <message>
        <source>The {what} are nested too deeply.</source>
        <translation>{what} 嵌套太深了。</translation>
    </message>
    <message>
        <source>The {what} are neither names with values nor a list.</source>
        <translation>{what} 既不是名称和值，也不是列表。</translation>
    </message>
    <message>
        <source>{kind} {path} is among the first layers, and takes {what}.</source>
        <translation>{kind} {path} 是最前面的层之一，它接受 {what}。</translation>
    </message>
    <message>
        <source>The parameter {path} has the shape {what}.</source>
        <translation>参数 {path} 的形状是 {what}。</translation>
    </message>
    <message>
        <source>forward calls it {name}.</source>
        <translation>forward 把它命名为 {name}。</translation>
    </message>
    <message>
        <source>{count} channels</source>
        <translation>{count} 个通道</translation>
    </message>
    <message>
        <source>{count} features</source>
        <translation>{count} 个特征</translation>
    </message>
    <message>
        <source>{count} features at each step</source>
        <translation>每一步 {count} 个特征</translation>
    </message>
    <message>
        <source>numbers from 0 to {last}</source>
        <translation>从 0 到 {last} 的整数</translation>
    </message>
    <message>
        <source>whatever it is given first</source>
        <translation>首次给它的任何形状</translation>
    </message>
    <message>
        <source>what it normalises</source>
        <translation>它要归一化的维度</translation>
    </message>
    <message>
        <source>Nothing tells its shape: a common one.</source>
        <translation>没有线索表明它的形状：采用一个常见的形状。</translation>
    </message>
    <message>
        <source>The model needs about {need} with its gradients, and {free} are free.</source>
        <translation>模型连同梯度大约需要 {need}，而空闲内存为 {free}。</translation>
    </message>
    <message>
        <source>Make it smaller, or open it anyway.</source>
        <translation>请把它改小，或者仍然打开它。</translation>
    </message>
    <message>
        <source>numbers of the output&apos;s shape</source>
        <translation>与输出形状相同的数值</translation>
    </message>
    <message>
        <source>-1 and 1</source>
        <translation>-1 和 1</translation>
    </message>
    <message>
        <source>class numbers</source>
        <translation>类别编号</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>a second output, and -1 or 1 for each row</source>
        <translation>第二个输出，以及每一行的 -1 或 1</translation>
    </message>
    <message>
        <source>labels, fewer than there are time steps</source>
        <translation>标签，数目少于时间步数</translation>
    </message>
    <message>
        <source>numbers of the output&apos;s shape, and their variance</source>
        <translation>与输出形状相同的数值，以及它们的方差</translation>
    </message>
    <message>
        <source>a distribution</source>
        <translation>概率分布</translation>
    </message>
    <message>
        <source>a second output, and -1 or 1</source>
        <translation>第二个输出，以及 -1 或 1</translation>
    </message>
    <message>
        <source>class numbers, ended by -1</source>
        <translation>以 -1 结尾的类别编号</translation>
    </message>
    <message>
        <source>0 or 1 for each class</source>
        <translation>每个类别的 0 或 1</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>a similar and a different output</source>
        <translation>一个相似的输出和一个不同的输出</translation>
    </message>
    <message>
        <source>LBFGS runs forward and backward several times in each step.</source>
        <translation>LBFGS 在每次 step 中多次运行前向和反向。</translation>
    </message>
    <message>
        <source>LinearCrossEntropyLoss has a weight of its own, which no optimizer updates.</source>
        <translation>LinearCrossEntropyLoss 有自己的权重，而没有优化器更新它。</translation>
    </message>
    <message>
        <source>SparseAdam takes sparse gradients only, as of nn.Embedding(sparse=True).</source>
        <translation>SparseAdam 只接受稀疏梯度，例如 nn.Embedding(sparse=True) 的梯度。</translation>
    </message>
    <message>
        <source>Muon takes weights with two dimensions only; biases need another optimizer.</source>
        <translation>Muon 只接受二维的权重；偏置需要另一个优化器。</translation>
    </message>
    <message>
        <source>{name} needs an output of time × batch × classes.</source>
        <translation>{name} 需要形如 时间 × 批量 × 类别 的输出。</translation>
    </message>
    <message>
        <source>{name} needs an output with a batch and classes.</source>
        <translation>{name} 需要含有批次维度和类别维度的输出。</translation>
    </message>
    <message>
        <source>The loss function returned {kind}, which is no loss.</source>
        <translation>损失函数返回了 {kind}，它不是损失。</translation>
    </message>
    <message>
        <source>Return a tensor with one number, or several of them.</source>
        <translation>请返回只含一个数的张量，或者返回几个这样的张量。</translation>
    </message>
    <message>
        <source>torch.optim has no {name}.</source>
        <translation>torch.optim 中没有 {name}。</translation>
    </message>
    <message>
        <source>The arguments of an optimizer are given by name.</source>
        <translation>优化器的参数要按名称给出。</translation>
    </message>
    <message>
        <source>Output and target have different shapes.</source>
        <translation>输出和目标的形状不同。</translation>
    </message>
    <message>
        <source>The loss does not require grad.</source>
        <translation>损失的 requires_grad 不是 True。</translation>
    </message>
    <message>
        <source>Compute it from the output, without detach or item.</source>
        <translation>请用输出来计算它，不要使用 detach 或 item。</translation>
    </message>
    <message>
        <source>{expression} is no tensor.</source>
        <translation>{expression} 不是张量。</translation>
    </message>
    <message>
        <source>Choose one of the tensors that forward returns.</source>
        <translation>请选择 forward 返回的张量之一。</translation>
    </message>
    <message>
        <source>{name} has no forward.</source>
        <translation>{name} 没有 forward。</translation>
    </message>
    <message>
        <source>Write one, or choose a loss function of yours that takes the net and a batch.</source>
        <translation>请编写一个，或者选择自己的损失函数，它接受网络和一个批次。</translation>
    </message>
    <message>
        <source>The arguments of a loss are given by name.</source>
        <translation>损失的参数要按名称给出。</translation>
    </message>
    <message>
        <source>Write a JSON object: {&quot;reduction&quot;: &quot;sum&quot;}.</source>
        <translation>请写成 JSON 对象：{&quot;reduction&quot;: &quot;sum&quot;}。</translation>
    </message>
    <message>
        <source>Give each a value: {option}, or the same under Arguments. What can&apos;t be written so, another module for instance, needs a function of yours that makes it all.</source>
        <translation>请为每个参数给出值：{option}，或在“调用参数”中写同样的内容。无法这样写的值（例如另一个模块），需要由你自己的函数来创建全部内容。</translation>
    </message>
    <message>
        <source>Write a function that returns a batch, ({names}), with a target for each input, and name it: --batch-from batch.py:make_batch. If forward then returns several losses, their sum is taken.</source>
        <translation>请写一个返回批次 ({names}) 的函数，每个输入都有一个目标，并指定它：--batch-from batch.py:make_batch。如果 forward 随后返回多个损失，就取它们的和。</translation>
    </message>
    <message>
        <source>forward takes a list of dictionaries, which can&apos;t be guessed. Write a function that returns one, and name it: --batch-from batch.py:make_batch.</source>
        <translation>forward 接收由字典组成的列表，这无法猜测。请写一个返回它的函数，并指定它：--batch-from batch.py:make_batch。</translation>
    </message>
    <message>
        <source>forward takes a dictionary whose keys it does not tell. Name them, for example {option}, or write a function that returns one, and name it: --batch-from batch.py:make_batch.</source>
        <translation>forward 接收一个字典，但没有说明它的键。请写出这些键，例如 {option}，或写一个返回它的函数并指定它：--batch-from batch.py:make_batch。</translation>
    </message>
    <message>
        <source>forward takes a dictionary and looks up {names}. The shapes were only guesses. Give each its own, for example {option}, or name a function of yours that returns the dictionary: --batch-from make_batch.</source>
        <translation>forward 接收一个字典，并查找 {names}。这些形状只是猜测。请分别给出各自的形状，例如 {option}，或指定你自己的返回该字典的函数：--batch-from make_batch。</translation>
    </message>
    <message>
        <source>The input was only a guess. If it does not fit, say what {names} should be, for example {option}, or name a function of yours that returns a batch: --batch-from make_batch.</source>
        <translation>这个输入只是猜测。如果不合适，请说明 {names} 应该是什么，例如 {option}，或指定你自己的返回批次的函数：--batch-from make_batch。</translation>
    </message>
    <message>
        <source>forward was not done after {seconds} seconds, with {option} as a guess.</source>
        <translation>以 {option} 作为猜测，forward 在 {seconds} 秒后还没有结束。</translation>
    </message>
    <message>
        <source>Say what {names} should be: with {option} it runs as long as it takes, a smaller input is faster.</source>
        <translation>请说明 {names} 应该是什么：给出 {option} 时它会一直运行到结束，较小的输入更快。</translation>
    </message>
    <message>
        <source>This is a folder without an __init__.py.</source>
        <translation>这是一个没有 __init__.py 的文件夹。</translation>
    </message>
    <message>
        <source>Choose a file in it.</source>
        <translation>请选择其中的一个文件。</translation>
    </message>
    <message>
        <source>The file is not there, or may not be read.</source>
        <translation>文件不存在，或者不允许读取。</translation>
    </message>
    <message>
        <source>Look at its name and its folder.</source>
        <translation>请检查它的名称和所在的文件夹。</translation>
    </message>
    <message>
        <source>A notebook is no Python file.</source>
        <translation>notebook 不是 Python 文件。</translation>
    </message>
    <message>
        <source>Save it as a .py file, or call gradwalk.show(loss) in one of its cells.</source>
        <translation>请把它另存为 .py 文件，或者在它的某个单元格中调用 gradwalk.show(loss)。</translation>
    </message>
    <message>
        <source>Correct the line, save the file and open it again.</source>
        <translation>请改正这一行，保存文件，然后重新打开。</translation>
    </message>
    <message>
        <source>The file is written for Python 2.</source>
        <translation>这个文件是为 Python 2 编写的。</translation>
    </message>
    <message>
        <source>Translate it to Python 3, then open it again.</source>
        <translation>请把它转换为 Python 3，然后重新打开。</translation>
    </message>
    <message>
        <source>The line is one for a notebook, and no Python.</source>
        <translation>这一行是给笔记本用的，不是 Python。</translation>
    </message>
    <message>
        <source>Take it out; the file is run as python would run it.</source>
        <translation>请把它去掉；文件会像用 python 运行那样运行。</translation>
    </message>
    <message>
        <source>The file was merged, but not to the end.</source>
        <translation>文件的合并没有完成。</translation>
    </message>
    <message>
        <source>Choose one of the two versions, and remove the marks.</source>
        <translation>请选择两个版本之一，并删除这些标记。</translation>
    </message>
    <message>
        <source>The line is not indented like the lines around it.</source>
        <translation>这一行的缩进与周围的行不一致。</translation>
    </message>
    <message>
        <source>Python can&apos;t read the file: this is no valid Python.</source>
        <translation>Python 无法读取这个文件：它不是有效的 Python 代码。</translation>
    </message>
    <message>
        <source>There is no file for {name}.</source>
        <translation>没有与 {name} 对应的文件。</translation>
    </message>
    <message>
        <source>Correct the name, or put the file there.</source>
        <translation>请改正名称，或者把文件放到那里。</translation>
    </message>
    <message>
        <source>{name} is not installed here.</source>
        <translation>这里没有安装 {name}。</translation>
    </message>
    <message>
        <source>Install it for the Python that runs gradwalk: {python} -m pip install {package}. If it is a file of yours, put it beside this one.</source>
        <translation>请为运行 gradwalk 的 Python 安装它：{python} -m pip install {package}。如果它是自己编写的文件，请把它放到这个文件旁边。</translation>
    </message>
    <message>
        <source>A relative import needs a package, a folder with an __init__.py.</source>
        <translation>相对导入需要一个包，即含有 __init__.py 的文件夹。</translation>
    </message>
    <message>
        <source>Put an empty __init__.py into the folder, or import without a dot.</source>
        <translation>请在文件夹中放一个空的 __init__.py，或者导入时不要使用点号。</translation>
    </message>
    <message>
        <source>Two files import each other.</source>
        <translation>两个文件互相导入。</translation>
    </message>
    <message>
        <source>Move one of the imports into the function that needs it.</source>
        <translation>请把其中一个导入移到需要它的函数里。</translation>
    </message>
    <message>
        <source>The module is there, but this name is not in it.</source>
        <translation>模块存在，但其中没有这个名称。</translation>
    </message>
    <message>
        <source>Correct the name, or install the version that has it.</source>
        <translation>请改正名称，或者安装含有它的版本。</translation>
    </message>
    <message>
        <source>The line asks for a device that this PyTorch or this machine does not have.</source>
        <translation>这一行要求的设备，这个 PyTorch 或这台机器上没有。</translation>
    </message>
    <message>
        <source>Leave the device out of the line: gradwalk moves the model and its input.</source>
        <translation>请去掉这一行中的设备：gradwalk 会移动模型和它的输入。</translation>
    </message>
    <message>
        <source>The code downloads something, mostly weights, and can&apos;t.</source>
        <translation>代码要下载某些东西（通常是权重），但无法下载。</translation>
    </message>
    <message>
        <source>Make the model without them, for example with the argument pretrained=False or weights=None, or look at the connection.</source>
        <translation>请在不下载的情况下创建模型，例如使用参数 pretrained=False 或 weights=None，或检查网络连接。</translation>
    </message>
    <message>
        <source>Give other arguments, or write a function that makes the model, and open that.</source>
        <translation>请给出别的参数，或写一个创建模型的函数并打开它。</translation>
    </message>
    <message>
        <source>The file is run without arguments, as python would run it.</source>
        <translation>文件像用 python 运行那样不带参数运行。</translation>
    </message>
    <message>
        <source>Use a default where there are none, or read them below if __name__ == &apos;__main__&apos;:.</source>
        <translation>没有参数时请使用默认值，或者只在 if __name__ == &apos;__main__&apos;: 之下读取它们。</translation>
    </message>
    <message>
        <source>The file is not in the encoding that it should be in.</source>
        <translation>文件的编码不是它应有的编码。</translation>
    </message>
    <message>
        <source>Save it as UTF-8, or name its encoding in its first line.</source>
        <translation>请把它存为 UTF-8，或在第一行写明它的编码。</translation>
    </message>
    <message>
        <source>{package} is installed, but {name} is not in it.</source>
        <translation>已安装 {package}，但其中没有 {name}。</translation>
    </message>
    <message>
        <source>The code needs something that is not installed here.</source>
        <translation>代码需要的某个东西在这里没有安装。</translation>
    </message>
    <message>
        <source>Install what the message names for the Python that runs gradwalk.</source>
        <translation>请为运行 gradwalk 的 Python 安装信息中提到的东西。</translation>
    </message>
    <message>
        <source>The code asked Python to exit; gradwalk goes on.</source>
        <translation>代码要求 Python 退出；gradwalk 继续运行。</translation>
    </message>
    <message>
        <source>Put what is for the command line below if __name__ == &apos;__main__&apos;: where it does not run on import.</source>
        <translation>请把用于命令行的代码放到 if __name__ == &apos;__main__&apos;: 之下，这样导入时就不会运行。</translation>
    </message>
    <message>
        <source>The code was interrupted.</source>
        <translation>代码被中断了。</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>请重新打开它。</translation>
    </message>
    <message>
        <source>A function calls itself again and again, directly or through others.</source>
        <translation>某个函数直接或通过其他函数不断调用自身。</translation>
    </message>
    <message>
        <source>Look where the line calls what it is part of.</source>
        <translation>请检查这一行是否调用了它自己所在的函数或模块。</translation>
    </message>
    <message>
        <source>There is not enough free memory for this.</source>
        <translation>空闲内存不足以完成这一步。</translation>
    </message>
    <message>
        <source>Make the model or its input smaller.</source>
        <translation>请把模型或它的输入改小。</translation>
    </message>
    <message>
        <source>There is no such file, seen from the folder gradwalk was started in.</source>
        <translation>从启动 gradwalk 的文件夹来看，没有这个文件。</translation>
    </message>
    <message>
        <source>Start gradwalk in the folder where the code is usually run.</source>
        <translation>请在平时运行这段代码的文件夹中启动 gradwalk。</translation>
    </message>
    <message>
        <source>The pattern {pattern} does not take {count} dimensions, as what arrives has.</source>
        <translation>到达的张量有 {count} 个维度，模式 {pattern} 不接受。</translation>
    </message>
    <message>
        <source>Give an input with the dimensions left of the arrow.</source>
        <translation>请给出具有箭头左侧那些维度的输入。</translation>
    </message>
    <message>
        <source>Nothing is kept under {key} where the line looks.</source>
        <translation>这一行查找的地方没有 {key} 这个键。</translation>
    </message>
    <message>
        <source>Correct the key, or put something there before this line.</source>
        <translation>请改正这个键，或在这一行之前放入相应的值。</translation>
    </message>
    <message>
        <source>The code waits for a line to be typed, and nobody can.</source>
        <translation>代码在等待输入一行文字，但这里无法输入。</translation>
    </message>
    <message>
        <source>Write the value into the file, or make it an argument.</source>
        <translation>请把这个值写进文件，或把它改为参数。</translation>
    </message>
    <message>
        <source>A check in the code did not hold.</source>
        <translation>代码中的一项检查没有通过。</translation>
    </message>
    <message>
        <source>Look at the line&apos;s condition and at the shapes above it.</source>
        <translation>请检查这一行的条件，以及它上面的各个形状。</translation>
    </message>
    <message>
        <source>“{text}” names no model.</source>
        <translation>“{text}”没有指明任何模型。</translation>
    </message>
    <message>
        <source>Write model.py, model.py:make_model or package.module:Class.</source>
        <translation>请写成 model.py、model.py:make_model 或 package.module:Class。</translation>
    </message>
    <message>
        <source>Give the input another shape, or correct the layer.</source>
        <translation>请给出另一种形状的输入，或者改正这个层。</translation>
    </message>
    <message>
        <source>Give the input the type of the weights, float32 unless they were converted.</source>
        <translation>请让输入的类型与权重一致；如果没有转换过权重，就是 float32。</translation>
    </message>
    <message>
        <source>The torchvision that is installed does not fit the PyTorch beside it.</source>
        <translation>已安装的 torchvision 与 PyTorch 不匹配。</translation>
    </message>
    <message>
        <source>Install the two that belong together, or remove torchvision.</source>
        <translation>请安装相互匹配的两个版本，或卸载 torchvision。</translation>
    </message>
    <message>
        <source>numpy knows nothing of gradients: what it computes is not in the graph.</source>
        <translation>numpy 不了解梯度：它计算的内容不在计算图中。</translation>
    </message>
    <message>
        <source>Compute it with torch, or detach it where that is meant.</source>
        <translation>请用 torch 来计算；如果有意如此，请使用 detach。</translation>
    </message>
    <message>
        <source>{module} takes {wanted} features, and what arrives has {got} in its last dimension.</source>
        <translation>{module} 接受 {wanted} 个特征，而到达的张量最后一个维度为 {got}。</translation>
    </message>
    <message>
        <source>{module} takes {wanted} channels, and what arrives has {got}; channels come second, after the batch.</source>
        <translation>{module} 接受 {wanted} 个通道，而到达的张量有 {got} 个；通道是第二个维度，在批次之后。</translation>
    </message>
    <message>
        <source>{operation} needs batch, channels and size; what arrives is [{got}].</source>
        <translation>{operation} 需要批次、通道和尺寸；到达的是 [{got}]。</translation>
    </message>
    <message>
        <source>The input has become too small for {module}.</source>
        <translation>对 {module} 来说，输入已经变得太小。</translation>
    </message>
    <message>
        <source>Give a larger input.</source>
        <translation>请给出更大的输入。</translation>
    </message>
    <message>
        <source>Batch normalisation needs more than one value per channel in training.</source>
        <translation>批归一化在训练时要求每个通道有不止一个值。</translation>
    </message>
    <message>
        <source>Give a batch of at least two samples.</source>
        <translation>请给出至少含两个样本的批次。</translation>
    </message>
    <message>
        <source>{module} looks rows up by number: its input has to be integers.</source>
        <translation>{module} 按编号查找行：它的输入必须是整数。</translation>
    </message>
    <message>
        <source>Give the input the type int64 and a range.</source>
        <translation>请把输入的类型设为 int64，并给出范围。</translation>
    </message>
    <message>
        <source>Entry {index} is asked for in dimension {dimension}, where there are only {size}.</source>
        <translation>这里要取第 {dimension} 维的第 {index} 项，而那里只有 {size} 项。</translation>
    </message>
    <message>
        <source>Give the input another shape, or a smaller range.</source>
        <translation>请给出另一种形状或更小取值范围的输入。</translation>
    </message>
    <message>
        <source>A number in the input is larger than the table it looks up.</source>
        <translation>输入中有一个数超出了所查找的表的大小。</translation>
    </message>
    <message>
        <source>Give the input the range from 0 to the number of entries less one.</source>
        <translation>请让输入的范围从 0 到条目数减一。</translation>
    </message>
    <message>
        <source>Input and weights are of different types.</source>
        <translation>输入和权重的类型不同。</translation>
    </message>
    <message>
        <source>{module} takes {wanted} features at each step, and what arrives has {got} in its last dimension.</source>
        <translation>{module} 在每一步接受 {wanted} 个特征，而到达的张量最后一个维度为 {got}。</translation>
    </message>
    <message>
        <source>{module} normalises over dimensions of size {wanted}.</source>
        <translation>{module} 在大小为 {wanted} 的维度上做归一化。</translation>
    </message>
    <message>
        <source>Two tensors meet in this line whose sizes in dimension {dimension} are {first} and {second}.</source>
        <translation>在这一行相遇的两个张量，在维度 {dimension} 上的大小分别是 {first} 和 {second}。</translation>
    </message>
    <message>
        <source>Two tensors meet in this line whose sizes do not fit.</source>
        <translation>在这一行相遇的两个张量大小不相符。</translation>
    </message>
    <message>
        <source>Tensors that are joined along dimension {dimension} have to agree in all the others.</source>
        <translation>沿维度 {dimension} 拼接的张量，其他所有维度必须一致。</translation>
    </message>
    <message>
        <source>Give an input whose sizes can be halved as often as the model halves them.</source>
        <translation>请给出这样的输入：模型把尺寸减半多少次，它的尺寸就能减半多少次。</translation>
    </message>
    <message>
        <source>{got} numbers can&apos;t be arranged as {shape}.</source>
        <translation>{got} 个数无法排列成 {shape}。</translation>
    </message>
    <message>
        <source>A condition needs one value, and the tensor that is asked has several.</source>
        <translation>条件需要单个值，而被判断的张量有多个值。</translation>
    </message>
    <message>
        <source>Use torch.where, or .any() or .all(). A loss of torch.nn is made first and called then: nn.MSELoss()(output, target).</source>
        <translation>请使用 torch.where，或者 .any() 或 .all()。torch.nn 的损失要先创建再调用：nn.MSELoss()(output, target)。</translation>
    </message>
    <message>
        <source>{module} takes a tensor, and what arrives is a {kind}.</source>
        <translation>{module} 接收张量，而传来的是 {kind}。</translation>
    </message>
    <message>
        <source>Choose one tensor of it: nn.LSTM, for example, returns output and state.</source>
        <translation>请取其中一个张量：例如 nn.LSTM 返回输出和状态。</translation>
    </message>
    <message>
        <source>The line names a function, but does not call it.</source>
        <translation>这一行写了函数名，却没有调用它。</translation>
    </message>
    <message>
        <source>Write brackets behind it: x.size(0).</source>
        <translation>请在它后面加上括号：x.size(0)。</translation>
    </message>
    <message>
        <source>The line calls something that is no function, but {kind}.</source>
        <translation>这一行调用的不是函数，而是 {kind}。</translation>
    </message>
    <message>
        <source>Leave out the brackets, or look where its name was given to something else.</source>
        <translation>请去掉括号，或者查看它的名称在哪里被赋给了别的内容。</translation>
    </message>
    <message>
        <source>A size or number of layers is no whole number here.</source>
        <translation>这里的大小或层数不是整数。</translation>
    </message>
    <message>
        <source>Divide with //, which gives whole numbers, or use int().</source>
        <translation>请用得到整数的 // 来除，或者使用 int()。</translation>
    </message>
    <message>
        <source>A module of Python&apos;s is no class to derive from.</source>
        <translation>Python 的模块不是可以继承的类。</translation>
    </message>
    <message>
        <source>Name the class in it: nn.Module.</source>
        <translation>请写出其中的类：nn.Module。</translation>
    </message>
    <message>
        <source>{kind} lacks what the class it is derived from asks for.</source>
        <translation>{kind} 缺少其基类所要求的内容。</translation>
    </message>
    <message>
        <source>Write {names} in it, or open a class that has it all.</source>
        <translation>请在其中编写 {names}，或者打开一个都具备的类。</translation>
    </message>
    <message>
        <source>{kind} has nothing called {name}.</source>
        <translation>{kind} 中没有名为 {name} 的内容。</translation>
    </message>
    <message>
        <source>{function} needs a value for {names}.</source>
        <translation>{function} 需要为 {names} 给出值。</translation>
    </message>
    <message>
        <source>Give it, or write a default value into the definition.</source>
        <translation>请给出它，或者在定义中写上默认值。</translation>
    </message>
    <message>
        <source>{function} has no parameter {names}.</source>
        <translation>{function} 没有名为 {names} 的参数。</translation>
    </message>
    <message>
        <source>Use the names that stand in its definition.</source>
        <translation>请使用它的定义中的名称。</translation>
    </message>
    <message>
        <source>{function} was given more values than it takes.</source>
        <translation>给 {function} 的值超过了它能接受的个数。</translation>
    </message>
    <message>
        <source>Give as many as stand in its definition; self is the first.</source>
        <translation>请按它的定义中的个数给出；self 是第一个。</translation>
    </message>
    <message>
        <source>The class does not begin as an nn.Module.</source>
        <translation>这个类没有先作为 nn.Module 初始化。</translation>
    </message>
    <message>
        <source>Write super().__init__() as the first line of __init__.</source>
        <translation>请把 super().__init__() 写在 __init__ 的第一行。</translation>
    </message>
    <message>
        <source>The class has no forward, or it is indented too far.</source>
        <translation>这个类没有 forward，或者它缩进过多。</translation>
    </message>
    <message>
        <source>Write a method forward, with the indentation of __init__.</source>
        <translation>请编写方法 forward，缩进与 __init__ 相同。</translation>
    </message>
    <message>
        <source>Correct the name, or set it before this line.</source>
        <translation>请改正名称，或者在这一行之前设置它。</translation>
    </message>
    <message>
        <source>Something in this line is None and not what it should be.</source>
        <translation>这一行中有某个东西是 None，而不是它应有的值。</translation>
    </message>
    <message>
        <source>Give the argument that it comes from, or set it before this line.</source>
        <translation>请给出它所来自的参数，或在这一行之前设置它。</translation>
    </message>
    <message>
        <source>{name} is None and should be {wanted}.</source>
        <translation>{name} 是 None，应该是 {wanted}。</translation>
    </message>
    <message>
        <source>This loss compares shares, numbers from 0 to 1.</source>
        <translation>这个损失比较的是比例，即 0 到 1 之间的数。</translation>
    </message>
    <message>
        <source>Give the input a range, 1x784:float32:0..1, or use a loss of logits.</source>
        <translation>请给输入一个取值范围，例如 1x784:float32:0..1，或者使用针对 logits 的损失。</translation>
    </message>
    <message>
        <source>More of the largest are wanted than there are.</source>
        <translation>要取的最大值的个数超过了实际的个数。</translation>
    </message>
    <message>
        <source>Make k smaller, or what it chooses from larger.</source>
        <translation>请减小 k，或增大供选择的范围。</translation>
    </message>
    <message>
        <source>What arrives has {got} entries there, to be cut as {sizes}.</source>
        <translation>到达的张量在那里有 {got} 个元素，却要切成 {sizes}。</translation>
    </message>
    <message>
        <source>The library has no loss for this model.</source>
        <translation>这个库没有为该模型提供损失。</translation>
    </message>
    <message>
        <source>Give the input without labels, and choose a loss of torch&apos;s.</source>
        <translation>请给出不带标签的输入，并选择 torch 的一个损失。</translation>
    </message>
    <message>
        <source>Nothing has that name when this line runs.</source>
        <translation>运行到这一行时，还没有任何内容叫这个名称。</translation>
    </message>
    <message>
        <source>Import or set it before this line, or correct the name.</source>
        <translation>请在这一行之前导入或设置它，或者改正名称。</translation>
    </message>
    <message>
        <source>The line expects another number of values, mostly of dimensions.</source>
        <translation>这一行需要的值的个数与实际不同，通常是维度的个数。</translation>
    </message>
    <message>
        <source>A tensor has fewer or more dimensions than the line expects.</source>
        <translation>某个张量的维度比这一行所需要的少或多。</translation>
    </message>
    <message>
        <source>Two sizes do not go into each other.</source>
        <translation>两个大小不能整除。</translation>
    </message>
    <message>
        <source>Choose sizes of which one is a multiple of the other.</source>
        <translation>请选择其中一个是另一个的倍数的大小。</translation>
    </message>
    <message>
        <source>A parameter is changed in place where autograd records.</source>
        <translation>在 autograd 记录期间，某个参数被原地修改。</translation>
    </message>
    <message>
        <source>Do it under torch.no_grad(), or not in place.</source>
        <translation>请在 torch.no_grad() 下进行，或者不要原地修改。</translation>
    </message>
    <message>
        <source>A container of modules was given something else.</source>
        <translation>给模块容器的内容不是模块。</translation>
    </message>
    <message>
        <source>Give it modules, made by calling their classes.</source>
        <translation>请给它模块，即调用模块的类所创建的对象。</translation>
    </message>
    <message>
        <source>The model no longer has it.</source>
        <translation>模型中已经没有它。</translation>
    </message>
    <message>
        <source>It was {old} and is {new} now.</source>
        <translation>原来是 {old}，现在是 {new}。</translation>
    </message>
    <message>
        <source>a {kind} in an optimizer&apos;s state</source>
        <translation>优化器状态中的 {kind} 无法保存</translation>
    </message>
    <message>
        <source>not a checkpoint: {error}</source>
        <translation>不是检查点：{error}</translation>
    </message>
    <message>
        <source>The example &quot;{net}&quot; brings its own batch.</source>
        <translation>示例“{net}”自带批次。</translation>
    </message>
    <message>
        <source>The engine got a message that it does not know, and did nothing.</source>
        <translation>引擎收到了它不认识的消息，没有执行任何操作。</translation>
    </message>
    <message>
        <source>Use a window and an engine of the same version of gradwalk.</source>
        <translation>请让窗口和引擎使用同一版本的 gradwalk。</translation>
    </message>
    <message>
        <source>The data &quot;{data}&quot; does not fit the net &quot;{net}&quot;: it takes {names}, samples of shape {shape}.</source>
        <translation>数据“{data}”不适合网络“{net}”：它接受 {names}，样本形状为 {shape}。</translation>
    </message>
    <message>
        <source>A batch has at least one sample, not {value}.</source>
        <translation>一个批次至少有一个样本，而不是 {value} 个。</translation>
    </message>
    <message>
        <source>{device} computed 3 * 7 + 3 * 7 = {product}</source>
        <translation>{device} 算出 3 * 7 + 3 * 7 = {product}</translation>
    </message>
    <message>
        <source>the position lies outside the journal</source>
        <translation>位置超出了操作记录的范围</translation>
    </message>
    <message>
        <source>an array of Python objects is refused</source>
        <translation>拒绝由 Python 对象组成的数组</translation>
    </message>
    <message>
        <source>a broken array: {error}</source>
        <translation>数组已损坏：{error}</translation>
    </message>
    <message>
        <source>not a message of protocol {number}: {error}</source>
        <translation>不是协议 {number} 的消息：{error}</translation>
    </message>
    <message>
        <source>a frame of {length} bytes is refused</source>
        <translation>拒绝长度为 {length} 字节的消息</translation>
    </message>
    <message>
        <source>the graph has no node {node}</source>
        <translation>计算图中没有节点 {node}</translation>
    </message>
    <message>
        <source>Only a model that was opened from a file can be loaded again.</source>
        <translation>只有从文件打开的模型才能重新加载。</translation>
    </message>
    <message>
        <source>{name}={value}: choose {names}.</source>
        <translation>{name}={value}：请选择 {names}。</translation>
    </message>
    <message>
        <source>{these} or {that}</source>
        <translation>{these} 或 {that}</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>zero_grad</source>
        <translation>梯度清零</translation>
    </message>
    <message>
        <source>step</source>
        <translation>更新参数</translation>
    </message>
    <message>
        <source>next batch</source>
        <translation>下一个批次</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>device</source>
        <translation>更换设备</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>reload</source>
        <translation>重新加载模型</translation>
    </message>
    <message>
        <source>There is no graph yet: press Forward first.</source>
        <translation>还没有计算图：请先按“前向传播”。</translation>
    </message>
    <message>
        <source>A model of yours brings its own data and loss.</source>
        <translation>自己的模型自带数据和损失。</translation>
    </message>
    <message>
        <source>The example &quot;{net}&quot; brings its own data and loss.</source>
        <translation>示例“{net}”自带数据和损失。</translation>
    </message>
    <message>
        <source>revision={value}: these sources are not known here.</source>
        <translation>revision={value}：这里没有这个版本的源代码。</translation>
    </message>
    <message>
        <source>Name the model that is to be opened: own=OwnModel(target).</source>
        <translation>请指明要打开的模型：own=OwnModel(target)。</translation>
    </message>
    <message>
        <source>The batch of your model is part of its inputs.</source>
        <translation>自己的模型的批次由它的输入决定。</translation>
    </message>
    <message>
        <source>The learning rate {value} must be 0 or more.</source>
        <translation>学习率不能小于 0，而给出的是 {value}。</translation>
    </message>
    <message>
        <source>The momentum {value} must be 0 or more.</source>
        <translation>动量不能小于 0，而给出的是 {value}。</translation>
    </message>
    <message>
        <source>The seed {value} must fit into 64 bits.</source>
        <translation>种子 {value} 超出了 64 位整数的范围。</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>正在撤销</translation>
    </message>
    <message>
        <source>Redoing</source>
        <translation>正在重做</translation>
    </message>
    <message>
        <source>Restoring the session</source>
        <translation>正在恢复会话</translation>
    </message>
    <message>
        <source>There is no session yet.</source>
        <translation>还没有会话。</translation>
    </message>
    <message>
        <source>The engine can&apos;t do {command}.</source>
        <translation>引擎无法执行 {command}。</translation>
    </message>
    <message>
        <source>a graph whose columns do not fit each other</source>
        <translation>计算图的各列数据彼此不相符</translation>
    </message>
    <message>
        <source>a graph with a cycle</source>
        <translation>计算图中有环</translation>
    </message>
    <message>
        <source>saved storages that do not fit the graph</source>
        <translation>保存的张量数据与计算图不相符</translation>
    </message>
    <message>
        <source>a flow whose columns do not fit the graph&apos;s</source>
        <translation>梯度数据与计算图不相符</translation>
    </message>
    <message>
        <source>The output has another size than the target, which was drawn for the first one.</source>
        <translation>输出的大小与目标不同，目标是按第一次的输出生成的。</translation>
    </message>
    <message>
        <source>If its size depends on what goes in, choose the loss sum, or a function of yours.</source>
        <translation>如果它的大小取决于输入，请选择损失 sum 或你自己的函数。</translation>
    </message>
    <message>
        <source>{path} rearranges it: {pattern}</source>
        <translation>{path} 对它重新排列：{pattern}</translation>
    </message>
    <message>
        <source>The model says {name} = {value}.</source>
        <translation>模型说明 {name} = {value}。</translation>
    </message>
    <message>
        <source>{place} has nothing called {name}, but {like}.</source>
        <translation>{place} 没有名为 {name} 的东西，但有 {like}。</translation>
    </message>
    <message>
        <source>Nothing is called {name} here, but {like}.</source>
        <translation>这里没有名为 {name} 的东西，但有 {like}。</translation>
    </message>
    <message>
        <source>If {like} was meant, correct the name.</source>
        <translation>如果想写的是 {like}，请改正名称。</translation>
    </message>
    <message>
        <source>It has {like}, which is not called by itself.</source>
        <translation>它有 {like}，但没有谁会自动调用它。</translation>
    </message>
    <message>
        <source>The batch has nothing for {names} of the loss function.</source>
        <translation>批次中没有可用作损失函数的 {names} 的内容。</translation>
    </message>
    <message>
        <source>Write a function that returns a batch with it, and name it: --batch-from make_batch.</source>
        <translation>请编写一个返回含有它的批次的函数，并指定它：--batch-from make_batch。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>There is no graph to draw.</source>
        <translation>没有可绘制的计算图。</translation>
    </message>
    <message>
        <source>{0} is no picture format: choose one of {1}.</source>
        <translation>{0} 不是图片格式：请选择 {1} 之一。</translation>
    </message>
    <message>
        <source>The picture would have {0}×{1} pixels, which is too large: at most {2} wide.</source>
        <translation>图片将有 {0}×{1} 像素，这太大了：宽度最多为 {2}。</translation>
    </message>
    <message>
        <source>The picture needs too much memory.</source>
        <translation>这张图片需要的内存太多。</translation>
    </message>
    <message>
        <source>Autograd graph</source>
        <translation>autograd 计算图</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>{0}, in {1}</source>
        <translation>{0}，位于 {1}</translation>
    </message>
    <message>
        <source>Modules up to there:</source>
        <translation>到该处为止经过的模块：</translation>
    </message>
    <message>
        <source>Your lines up to there, the last one last:</source>
        <translation>到该处为止自己的代码行，最后运行的排在最后：</translation>
    </message>
    <message>
        <source>{0}:{1}, in {2}</source>
        <translation>{0}:{1}，位于 {2}</translation>
    </message>
</context>
<context>
    <name>FailureBanner</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>The modules and the lines of your code that led there.</source>
        <translation>通向该处的模块，以及自己代码中的各行。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the statement and PyTorch&apos;s own words.</source>
        <translation>复制语句和 PyTorch 的原话。</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Refused: {0}</source>
        <translation>被拒绝：{0}</translation>
    </message>
    <message>
        <source>This was refused.</source>
        <translation>此操作被拒绝。</translation>
    </message>
    <message>
        <source>Instead: {0}</source>
        <translation>可以这样做：{0}</translation>
    </message>
</context>
<context>
    <name>FailureView</name>
    <message>
        <source>What was refused, and in which line</source>
        <translation>被拒绝的内容，以及所在的代码行</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>The learning rate is a number of at least 0, such as 0.01 or 1e-3.</source>
        <translation>学习率是不小于 0 的数，例如 0.01 或 1e-3。</translation>
    </message>
    <message>
        <source>The momentum is a number of at least 0 and below 1, such as 0.9.</source>
        <translation>动量是不小于 0 且小于 1 的数，例如 0.9。</translation>
    </message>
    <message>
        <source>The seed is a whole number of at least 0.</source>
        <translation>种子是不小于 0 的整数。</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source>“{0}”: there is no condition “{1}”. Possible: {2}. To search for it as a word, put it in double quotes.</source>
        <translation>“{0}”：没有“{1}”这个条件。可用的有：{2}。如果要把它当作普通文字查找，请加上英文双引号。</translation>
    </message>
    <message>
        <source>“{0}” waits for a text or one of: {2}.</source>
        <translation>“{0}”之后需要输入文字，或以下之一：{2}。</translation>
    </message>
    <message>
        <source>“{0}” waits for a text.</source>
        <translation>“{0}”之后需要输入文字。</translation>
    </message>
    <message>
        <source>“{0}” is not known. Possible after “{1}:”: {2}.</source>
        <translation>无法识别“{0}”。“{1}:”之后可用的有：{2}。</translation>
    </message>
    <message>
        <source>“{0}”: that is no number. Possible: {2}.</source>
        <translation>“{0}”：这不是数字。可用的有：{2}。</translation>
    </message>
    <message>
        <source>“{0}”: only gradients have a size. Write “{1}:” and a text.</source>
        <translation>“{0}”：只有梯度才能比较大小。请写“{1}:”，后面加上文字。</translation>
    </message>
    <message>
        <source>“{0}”: the closing quote is missing.</source>
        <translation>“{0}”：缺少右引号。</translation>
    </message>
    <message>
        <source>No backward has run on this graph: nothing is known of gradients.</source>
        <translation>这个计算图上还没有运行过反向传播：没有任何梯度信息。</translation>
    </message>
    <message>
        <source>Gradients are not shown in this window.</source>
        <translation>这个窗口不显示梯度。</translation>
    </message>
    <message>
        <source>Operation: its name contains…</source>
        <translation>运算：名称包含…</translation>
    </message>
    <message>
        <source>Module: its path or class contains…</source>
        <translation>模块：路径或类名包含…</translation>
    </message>
    <message>
        <source>Outside every module</source>
        <translation>不属于任何模块</translation>
    </message>
    <message>
        <source>Module not known for certain</source>
        <translation>所属模块不确定</translation>
    </message>
    <message>
        <source>Parameter: its name contains…</source>
        <translation>参数：名称包含…</translation>
    </message>
    <message>
        <source>Source line contains…</source>
        <translation>代码行包含…</translation>
    </message>
    <message>
        <source>Shape contains…</source>
        <translation>形状包含…</translation>
    </message>
    <message>
        <source>Saved tensors alive</source>
        <translation>保存的张量未释放</translation>
    </message>
    <message>
        <source>Saved tensors freed</source>
        <translation>保存的张量已释放</translation>
    </message>
    <message>
        <source>No saved tensors</source>
        <translation>没有保存的张量</translation>
    </message>
    <message>
        <source>Gradient&apos;s norm above…</source>
        <translation>梯度的范数大于…</translation>
    </message>
    <message>
        <source>Gradient&apos;s norm below…</source>
        <translation>梯度的范数小于…</translation>
    </message>
    <message>
        <source>Gradient is NaN or Inf</source>
        <translation>梯度为 NaN 或 Inf</translation>
    </message>
    <message>
        <source>Gradient is zero</source>
        <translation>梯度为零</translation>
    </message>
    <message>
        <source>No gradient came</source>
        <translation>没有梯度到达</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
</context>
<context>
    <name>Focus</name>
    <message>
        <source>The graph has another structure: everything is shown again.</source>
        <translation>计算图的结构变了：已重新显示全部内容。</translation>
    </message>
    <message>
        <source>Only where the gradient of {0} comes from</source>
        <translation>只显示 {0} 的梯度从何而来</translation>
    </message>
    <message>
        <source>Only where {0} hands gradients on to</source>
        <translation>只显示 {0} 把梯度传向哪里</translation>
    </message>
    <message>
        <source>Only what hands gradients to {0} or gets them from it</source>
        <translation>只显示把梯度传给 {0} 或从它得到梯度的节点</translation>
    </message>
    <message>
        <source>Only the path from {0} to the loss</source>
        <translation>只显示从 {0} 到损失的路径</translation>
    </message>
    <message>
        <source>The path starts here: select its other end first.</source>
        <translation>这里就是路径的起点：请先选择另一端。</translation>
    </message>
    <message>
        <source>Only the path between {0} and {1}</source>
        <translation>只显示 {0} 与 {1} 之间的路径</translation>
    </message>
    <message>
        <source>No path: no gradient goes from {0} to {1}, nor from {1} to {0}.</source>
        <translation>没有路径：没有梯度从 {0} 传到 {1}，也没有梯度从 {1} 传到 {0}。</translation>
    </message>
    <message>
        <source>Nothing matches “{0}”.</source>
        <translation>没有与“{0}”匹配的内容。</translation>
    </message>
    <message>
        <source>Only the matches of “{0}”</source>
        <translation>只显示“{0}”的匹配项</translation>
    </message>
    <message>
        <source>Only the matches of “{0}” at iteration {1}</source>
        <translation>只显示“{0}”在迭代 {1} 的匹配项</translation>
    </message>
</context>
<context>
    <name>FocusStrip</name>
    <message>
        <source>Everything else</source>
        <translation>其余部分</translation>
    </message>
    <message>
        <source>What to do with everything else.</source>
        <translation>如何处理其余部分。</translation>
    </message>
    <message>
        <source>Hide others</source>
        <translation>隐藏其余部分</translation>
    </message>
    <message>
        <source>Fold others</source>
        <translation>折叠其余部分</translation>
    </message>
    <message>
        <source>Dim others</source>
        <translation>淡化其余部分</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} nodes, {3} are hidden.</source>
        <translation>{0}：共 {2} 个节点，显示 {1} 个，隐藏 {3} 个。</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} nodes; what holds none of them is folded.</source>
        <translation>{0}：共 {2} 个节点，显示 {1} 个；不含这些节点的模块已折叠。</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} nodes, the others are pale.</source>
        <translation>{0}：共 {2} 个节点，突出显示 {1} 个，其余的已淡化。</translation>
    </message>
    <message>
        <source>A path starts at {0}: select its other end and choose “Path to here”.</source>
        <translation>路径从 {0} 开始：请选择另一端，然后选择“到此处的路径”。</translation>
    </message>
</context>
<context>
    <name>Graph</name>
    <message>
        <source>outside every module</source>
        <translation>不属于任何模块</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>Press Forward (F) to build the graph.</source>
        <translation>按“前向传播”(F) 建立计算图。</translation>
    </message>
    <message>
        <source>Autograd graph</source>
        <translation>autograd 计算图</translation>
    </message>
    <message>
        <source>The graph cannot be drawn: {0}.</source>
        <translation>无法绘制计算图：{0}。</translation>
    </message>
    <message>
        <source>Plain layers: a proper layout of this graph would take too long.</source>
        <translation>简单分层：为这个计算图完整布局需要太长时间。</translation>
    </message>
    <message>
        <source>The graph could not be laid out: {0}</source>
        <translation>无法为计算图布局：{0}</translation>
    </message>
    <message>
        <source>The gradients cannot be drawn: {0}.</source>
        <translation>无法绘制梯度：{0}。</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>a forward</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>a backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>zero_grad</source>
        <translation>梯度清零</translation>
    </message>
    <message>
        <source>a step</source>
        <translation>更新参数</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>a change of the settings</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>the next batch</source>
        <translation>取下一个批次</translation>
    </message>
    <message>
        <source>the move to another device</source>
        <translation>更换设备</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>redoing</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>loading the model again</source>
        <translation>重新加载模型</translation>
    </message>
    <message>
        <source>reading the model&apos;s file</source>
        <translation>读取模型的文件</translation>
    </message>
    <message>
        <source>finding what fits the model</source>
        <translation>查找适合模型的选择</translation>
    </message>
    <message>
        <source>a node&apos;s details</source>
        <translation>读取节点的详情</translation>
    </message>
    <message>
        <source>the script</source>
        <translation>生成脚本</translation>
    </message>
    <message>
        <source>the export of the graph</source>
        <translation>导出计算图</translation>
    </message>
    <message>
        <source>restoring the session</source>
        <translation>恢复会话</translation>
    </message>
    <message>
        <source>The session has been coming up for {0} s.</source>
        <translation>会话已启动 {0} 秒，仍未就绪。</translation>
    </message>
    <message>
        <source>… Starting PyTorch</source>
        <translation>… 正在启动 PyTorch</translation>
    </message>
    <message>
        <source>… Restoring the session</source>
        <translation>… 正在恢复会话</translation>
    </message>
    <message>
        <source>◷ busy for {0} s</source>
        <translation>◷ 已忙碌 {0} 秒</translation>
    </message>
    <message>
        <source>The engine has been working on {0} for {1} s.</source>
        <translation>引擎执行“{0}”已有 {1} 秒。</translation>
    </message>
    <message>
        <source>The engine has not answered for {0} s. Everything shown is kept.</source>
        <translation>引擎已有 {0} 秒没有响应。已显示的内容全部保留。</translation>
    </message>
    <message>
        <source>⚠ silent for {0} s</source>
        <translation>⚠ 已 {0} 秒无响应</translation>
    </message>
    <message>
        <source>The engine is gone. {0} Everything shown is kept.</source>
        <translation>引擎已终止。{0}已显示的内容全部保留。</translation>
    </message>
    <message>
        <source>✗ engine gone</source>
        <translation>✗ 引擎已终止</translation>
    </message>
    <message>
        <source>The engine was stopped. Everything shown is kept.</source>
        <translation>引擎已停止。已显示的内容全部保留。</translation>
    </message>
    <message>
        <source>✗ engine stopped</source>
        <translation>✗ 引擎已停止</translation>
    </message>
    <message>
        <source>✓ engine ready</source>
        <translation>✓ 引擎就绪</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>all zero</source>
        <translation>全部为零</translation>
    </message>
    <message>
        <source>the first {0} of {1} values</source>
        <translation>共 {1} 个值，显示前 {0} 个</translation>
    </message>
    <message>
        <source>each dot shows the largest of {0}</source>
        <translation>每个点显示 {0} 个值中绝对值最大的</translation>
    </message>
    <message>
        <source>cells in 1e{0}</source>
        <translation>单元格以 1e{0} 为单位</translation>
    </message>
    <message>
        <source>This tensor has no elements.</source>
        <translation>这个张量没有元素。</translation>
    </message>
</context>
<context>
    <name>HeatmapPanel</name>
    <message>
        <source>The weights appear here once PyTorch has loaded.</source>
        <translation>PyTorch 加载完成后，权重会显示在这里。</translation>
    </message>
    <message>
        <source>Weights and gradients</source>
        <translation>权重与梯度</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>The parameter whose weights and gradients are shown. Choosing it selects it.</source>
        <translation>显示其权重和梯度的参数。在这里选择也会选中它。</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Keep this parameter here, whatever is selected in the other panels.</source>
        <translation>无论其他面板选中什么，这里都保持显示这个参数。</translation>
    </message>
    <message>
        <source>The iteration that these values were read at.</source>
        <translation>读取这些值时的迭代。</translation>
    </message>
    <message>
        <source>Copy &amp;values</source>
        <translation>复制数值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Whole tensor</source>
        <translation>整个张量(&amp;W)</translation>
    </message>
    <message>
        <source>The values of {0} are on their way.</source>
        <translation>正在获取 {0} 的值。</translation>
    </message>
    <message>
        <source>iteration {0}</source>
        <translation>迭代 {0}</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>The numbers that training changes. Red is above zero, blue below; the strongest colour is the largest magnitude in this row.</source>
        <translation>训练所改变的数值。红色大于零，蓝色小于零；颜色最深的是这一行中绝对值最大的值。</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>no gradient yet (None)</source>
        <translation>还没有梯度（None）</translation>
    </message>
    <message>
        <source>loss per unit of weight</source>
        <translation>每单位权重的损失</translation>
    </message>
    <message>
        <source>What backward put into .grad: by how much the loss grows per unit that this weight grows. Step moves each weight against its gradient.</source>
        <translation>反向传播写入 .grad 的值：权重每增大一个单位，损失增大多少。“更新参数”让每个权重沿梯度的反方向移动。</translation>
    </message>
    <message>
        <source>Point at a cell to read its value.</source>
        <translation>指向一个单元格即可读出它的值。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Values of the gradient</source>
        <translation>梯度的值</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>output {0}</source>
        <translation>输出 {0}</translation>
    </message>
    <message>
        <source>values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>The gradient of what backward started from, with respect to this node&apos;s output.</source>
        <translation>反向传播的起点对这个节点输出的梯度。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;all as text</source>
        <translation>全部复制为文本(&amp;A)</translation>
    </message>
    <message>
        <source>Copy &amp;values</source>
        <translation>复制数值(&amp;V)</translation>
    </message>
    <message>
        <source>Click an operation or a parameter in the graph, or a row of the parameter table: everything about it appears here.</source>
        <translation>点击计算图中的运算或参数，或者参数表中的一行：与它有关的一切都会显示在这里。</translation>
    </message>
    <message>
        <source>The graph that this operation belonged to is gone.</source>
        <translation>这个运算所属的计算图已不存在。</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>代码行</translation>
    </message>
    <message>
        <source>Receives</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>运算数</translation>
    </message>
    <message>
        <source>Equal elements</source>
        <translation>相同的元素</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>包含的运算</translation>
    </message>
    <message>
        <source>{0} alive, {1} freed, {2} save nothing</source>
        <translation>{0} 个未释放，{1} 个已释放，{2} 个不保存张量</translation>
    </message>
    <message>
        <source>NaN or Inf at {0} operations: {1}</source>
        <translation>{0} 个运算处的梯度为 NaN 或 Inf：{1}</translation>
    </message>
    <message>
        <source>Smallest norm {0} at {1}</source>
        <translation>最小范数 {0}，位于 {1}</translation>
    </message>
    <message>
        <source>Largest norm {0} at {1}</source>
        <translation>最大范数 {0}，位于 {1}</translation>
    </message>
    <message>
        <source>and {0} other kinds</source>
        <translation>以及另外 {0} 种</translation>
    </message>
    <message>
        <source>node {0}</source>
        <translation>节点 {0}</translation>
    </message>
    <message>
        <source>The last error points at this node.</source>
        <translation>上一个错误指向这个节点。</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>It is not in the current graph.</source>
        <translation>它不在当前的计算图中。</translation>
    </message>
    <message>
        <source>Its gradient arrives at node {0}, {1}.</source>
        <translation>它的梯度到达节点 {0}，{1}。</translation>
    </message>
    <message>
        <source>Not known: no backward was watched.</source>
        <translation>未知：没有观察到反向传播。</translation>
    </message>
    <message>
        <source>No backward has run on this graph yet.</source>
        <translation>还没有在这个计算图上运行过反向传播。</translation>
    </message>
    <message>
        <source>The last backward brought no gradient here.</source>
        <translation>上一次反向传播没有把梯度带到这里。</translation>
    </message>
    <message>
        <source>The last backward brought a gradient of norm {0} here.</source>
        <translation>上一次反向传播把范数为 {0} 的梯度带到了这里。</translation>
    </message>
    <message>
        <source>The last backward brought a gradient of norm {0} here; it ran this node as number {1}.</source>
        <translation>上一次反向传播把范数为 {0} 的梯度带到了这里；这个节点是第 {1} 个运行的。</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Since then Step has run backward by itself, in its closure: what is in .grad is of that.</source>
        <translation>此后“更新参数”在其闭包中自行运行过反向传播：.grad 中的内容来自那一次。</translation>
    </message>
    <message>
        <source>What follows was read at iteration {0}.</source>
        <translation>以下内容读取于迭代 {0}。</translation>
    </message>
    <message>
        <source>Output {0}</source>
        <translation>输出 {0}</translation>
    </message>
    <message>
        <source>Its values were not kept: they are while a node is selected. Run Forward and Backward again to see them.</source>
        <translation>没有保留它的值：只有在选中节点时才会保留。请再次运行前向传播和反向传播来查看。</translation>
    </message>
    <message>
        <source>freed</source>
        <translation>已释放</translation>
    </message>
    <message>
        <source>packed by a hook: {0}</source>
        <translation>由钩子打包：{0}</translation>
    </message>
    <message>
        <source>Saved for backward</source>
        <translation>保存的张量（供反向传播使用）</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>无。</translation>
    </message>
    <message>
        <source>Inputs without gradient, (None, 0) in Python, are left out.</source>
        <translation>省略了没有梯度的输入，即 Python 中的 (None, 0)。</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>被以下节点指向</translation>
    </message>
    <message>
        <source>No node: backward starts here.</source>
        <translation>没有节点：反向传播从这里开始。</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>以及另外 {0} 个</translation>
    </message>
    <message>
        <source>freed: backward has let go of what it saved, and a second backward through it fails</source>
        <translation>已释放：反向传播已放弃它保存的张量，再次经过它的反向传播会失败</translation>
    </message>
    <message>
        <source>alive: it holds what it saved for backward</source>
        <translation>未释放：它仍持有为反向传播保存的张量</translation>
    </message>
    <message>
        <source>it saves nothing for backward</source>
        <translation>它没有为反向传播保存任何张量</translation>
    </message>
    <message>
        <source>None: no gradient yet</source>
        <translation>None：还没有梯度</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>{0} numbers</source>
        <translation>{0} 个数</translation>
    </message>
    <message>
        <source>Weight norm</source>
        <translation>权重范数</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Update / weight</source>
        <translation>更新量/权重</translation>
    </message>
    <message>
        <source>accumulated ×{0} since zero_grad</source>
        <translation>累加 ×{0}，自 zero_grad 起</translation>
    </message>
    <message>
        <source>Accumulations</source>
        <translation>累加次数</translation>
    </message>
    <message>
        <source>None: no gradient arrived at this output.</source>
        <translation>None：没有梯度到达这个输出。</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} 到 {1}</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
</context>
<context>
    <name>Layouter</name>
    <message>
        <source>The layout process ended (code {0}).</source>
        <translation>布局进程已结束（代码 {0}）。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>L2 norm of the gradient</source>
        <translation>梯度的 L2 范数</translation>
    </message>
    <message>
        <source>The graph shows the last Backward. Since then Step has run forward and backward by itself, in its closure: .grad, the table and the heatmaps have the gradients of its last run.</source>
        <translation>计算图显示的是最近一次“反向传播”。此后“更新参数”在其闭包中自行运行过前向和反向传播：.grad、表格和热力图中是它最后一次运行的梯度。</translation>
    </message>
    <message>
        <source>No backward was watched: gradients are not known.</source>
        <translation>没有观察到反向传播：梯度未知。</translation>
    </message>
    <message>
        <source>No backward has run on this graph: press Backward (B) to see gradients.</source>
        <translation>这个计算图上还没有运行过反向传播：按“反向传播”(B) 查看梯度。</translation>
    </message>
    <message>
        <source>no gradient that is a finite number above 0</source>
        <translation>没有大于 0 的有限梯度</translation>
    </message>
    <message>
        <source>exactly 0</source>
        <translation>恰好为 0</translation>
    </message>
    <message>
        <source>no gradient</source>
        <translation>无梯度</translation>
    </message>
    <message>
        <source>backward {0}</source>
        <translation>反向传播 {0}</translation>
    </message>
    <message>
        <source>backward {0}, before Step&apos;s closure</source>
        <translation>反向传播 {0}，在“更新参数”的闭包之前</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>LegendStrip</name>
    <message>
        <source>Legend of the graph</source>
        <translation>计算图的图例</translation>
    </message>
    <message>
        <source>Colours: the L2 norm of the gradient that arrived, on a logarithmic scale. Red with a sign: NaN or Inf. Hollow: a gradient that is exactly zero. Grey: no gradient came. Dashed and hatched: the saved tensors are freed. Round: a parameter, beside the operation that uses it. Stacked: a folded part of the graph, its band from the colour of its largest norm to that of its smallest; a double click opens it.</source>
        <translation>颜色：到达的梯度的 L2 范数，采用对数刻度。红色加标志：NaN 或 Inf。空心：梯度恰好为零。灰色：没有梯度到达。虚线和斜线：保存的张量已释放。圆角：参数，位于使用它的运算旁边。层叠：计算图中折叠起来的部分，色带从最大范数的颜色过渡到最小范数的颜色；双击即可展开。</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>The language changes when gradwalk starts the next time.</source>
        <translation>语言将在 gradwalk 下次启动时更改。</translation>
    </message>
    <message>
        <source>Text size: {0} %</source>
        <translation>文字大小：{0}%</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Weights and gradients</source>
        <translation>权重与梯度</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Verbs</source>
        <translation>操作</translation>
    </message>
</context>
<context>
    <name>MatchModel</name>
    <message>
        <source>and {0} more</source>
        <translation>以及另外 {0} 个</translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>&amp;Arguments</source>
        <translation>调用参数(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Inputs</source>
        <translation>输入(&amp;I)</translation>
    </message>
    <message>
        <source>Ba&amp;tch from</source>
        <translation>批次来源(&amp;T)</translation>
    </message>
    <message>
        <source>O&amp;utput</source>
        <translation>输出(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Loss</source>
        <translation>损失(&amp;L)</translation>
    </message>
    <message>
        <source>Its ar&amp;guments</source>
        <translation>损失的参数(&amp;G)</translation>
    </message>
    <message>
        <source>O&amp;ptimizer</source>
        <translation>优化器(&amp;P)</translation>
    </message>
    <message>
        <source>Its argu&amp;ments</source>
        <translation>优化器的参数(&amp;M)</translation>
    </message>
    <message>
        <source>no function: as the inputs say</source>
        <translation>没有函数：按输入生成</translation>
    </message>
    <message>
        <source>what fits the output</source>
        <translation>适合输出的损失</translation>
    </message>
    <message>
        <source>an image, drawn by torch.randn</source>
        <translation>一张图片，由 torch.randn 生成</translation>
    </message>
    <message>
        <source>two inputs, one after the other</source>
        <translation>两个输入，依次给出</translation>
    </message>
    <message>
        <source>tokens: whole numbers of a range</source>
        <translation>token：某个范围内的整数</translation>
    </message>
    <message>
        <source>an input given by its name</source>
        <translation>按名称给出的输入</translation>
    </message>
    <message>
        <source>a key of a dictionary</source>
        <translation>字典的一个键</translation>
    </message>
    <message>
        <source>a list of tensors</source>
        <translation>张量的列表</translation>
    </message>
    <message>
        <source>The shape of what the model is given, with the batch.</source>
        <translation>模型输入的形状，包括批次维度。</translation>
    </message>
    <message>
        <source>A function of the file that returns a batch: inputs, or inputs and targets. Of another file: data.py:make_batch.</source>
        <translation>文件中返回一个批次的函数：输入，或者输入和目标。在另一个文件中：data.py:make_batch。</translation>
    </message>
    <message>
        <source>Which tensor of what the model returns the loss is of.</source>
        <translation>模型返回的张量中，用来计算损失的那一个。</translation>
    </message>
    <message>
        <source>A loss of torch.nn, or a function of your own: my_loss, or losses.py:my_loss.</source>
        <translation>torch.nn 的损失，或者自己的函数：my_loss，或 losses.py:my_loss。</translation>
    </message>
    <message>
        <source>What Step does.</source>
        <translation>“更新参数”的做法。</translation>
    </message>
</context>
<context>
    <name>NoteBanner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>File or importable name</source>
        <translation>文件或可导入的名称</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Copy as command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>The command line that opens this model like this.</source>
        <translation>以这些选择打开此模型的命令行。</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;File or importable name</source>
        <translation>文件或可导入的名称(&amp;F)</translation>
    </message>
    <message>
        <source>Mo&amp;dels in it</source>
        <translation>其中的模型(&amp;D)</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Python (*.py *.ipynb);;All files (*)</source>
        <translation>Python (*.py *.ipynb);;所有文件 (*)</translation>
    </message>
    <message>
        <source>as under Update in Setup</source>
        <translation>与“设置”中的“更新方式”相同</translation>
    </message>
    <message>
        <source>Compares with {0}.</source>
        <translation>比较对象：{0}。</translation>
    </message>
    <message>
        <source>The output is the loss.</source>
        <translation>输出本身就是损失。</translation>
    </message>
    <message>
        <source>The sum of the output.</source>
        <translation>输出之和。</translation>
    </message>
    <message>
        <source>The sum of the output&apos;s squared magnitude.</source>
        <translation>输出的模的平方之和。</translation>
    </message>
    <message>
        <source>No gradient comes to it from the parameters.</source>
        <translation>它与参数之间没有梯度路径。</translation>
    </message>
    <message>
        <source>{0}: {1} parameters, {2}</source>
        <translation>{0}：{1} 个参数，{2}</translation>
    </message>
</context>
<context>
    <name>OpenFlow</name>
    <message>
        <source>There is no Python file {0}.</source>
        <translation>没有 Python 文件 {0}。</translation>
    </message>
    <message>
        <source>There is no nn.Module here, and no function that makes one.</source>
        <translation>这里没有 nn.Module，也没有创建它的函数。</translation>
    </message>
    <message>
        <source>Stopped. The session from before is back.</source>
        <translation>已停止。之前的会话已恢复。</translation>
    </message>
    <message>
        <source>The engine died of it. {0} The session from before is back.</source>
        <translation>引擎因此终止。{0}之前的会话已恢复。</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opened {0}.</source>
        <translation>已打开 {0}。</translation>
    </message>
    <message>
        <source>{0} did not open; the session starts without it.</source>
        <translation>{0} 未能打开；会话启动时没有加载它。</translation>
    </message>
    <message>
        <source>Open model… leads to it again, with a way to stop it.</source>
        <translation>用“打开模型…”可以再次打开它，并且随时可以停止。</translation>
    </message>
    <message>
        <source>Copied: {0}</source>
        <translation>已复制：{0}</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>The end of the walk: adds the gradient that arrives to the parameter&apos;s .grad.</source>
        <translation>行走的终点：把到达的梯度累加到参数的 .grad。</translation>
    </message>
    <message>
        <source>A linear layer: bias + input @ weight.T. Sends gradients to the bias, the input and the weight.</source>
        <translation>线性层：bias + input @ weight.T。把梯度传给偏置、输入和权重。</translation>
    </message>
    <message>
        <source>A product of two matrices. Each receives the gradient times the other, transposed.</source>
        <translation>两个矩阵的乘积。每个矩阵得到的是梯度乘以另一个矩阵的转置。</translation>
    </message>
    <message>
        <source>A batch of products of two matrices.</source>
        <translation>一个批次的矩阵乘积。</translation>
    </message>
    <message>
        <source>A convolution: slides each filter over the input. Sends gradients to the input, the weight and the bias.</source>
        <translation>卷积：让每个滤波器在输入上滑动。把梯度传给输入、权重和偏置。</translation>
    </message>
    <message>
        <source>max(0, x): lets the gradient pass where x was above zero, and stops it elsewhere.</source>
        <translation>max(0, x)：x 大于零处让梯度通过，其他地方阻断梯度。</translation>
    </message>
    <message>
        <source>Squeezes numbers into 0 to 1; the gradient shrinks to at most a quarter on its way back.</source>
        <translation>把数值压缩到 0 到 1 之间；梯度在返回时最多只剩四分之一。</translation>
    </message>
    <message>
        <source>Squeezes numbers into -1 to 1; far from zero hardly any gradient passes.</source>
        <translation>把数值压缩到 -1 到 1 之间；远离零处几乎没有梯度通过。</translation>
    </message>
    <message>
        <source>A smooth relative of relu.</source>
        <translation>relu 的一种平滑变体。</translation>
    </message>
    <message>
        <source>Keeps the largest of each window: only that element receives the gradient.</source>
        <translation>保留每个窗口中最大的元素：只有该元素得到梯度。</translation>
    </message>
    <message>
        <source>The mean of each window: all its elements share the gradient equally.</source>
        <translation>每个窗口的平均值：窗口内所有元素均分梯度。</translation>
    </message>
    <message>
        <source>The same numbers in another shape: the gradient is reshaped back.</source>
        <translation>相同的数值换一种形状：梯度会恢复成原来的形状。</translation>
    </message>
    <message>
        <source>Transposes a matrix, as nn.Linear does with its weight.</source>
        <translation>转置矩阵，nn.Linear 对它的权重就是这样做的。</translation>
    </message>
    <message>
        <source>The axes in another order.</source>
        <translation>改变各轴的顺序。</translation>
    </message>
    <message>
        <source>Repeats a tensor along an axis: the gradients of all copies are summed.</source>
        <translation>沿某个轴重复张量：所有副本的梯度会相加。</translation>
    </message>
    <message>
        <source>The mean squared error: its gradient grows with the error.</source>
        <translation>均方误差：误差越大，梯度越大。</translation>
    </message>
    <message>
        <source>The negative log-likelihood: takes the log-probability of the right class. With log_softmax it is the cross-entropy.</source>
        <translation>负对数似然：取正确类别的对数概率。与 log_softmax 一起就是交叉熵。</translation>
    </message>
    <message>
        <source>Turns scores into the logarithms of probabilities.</source>
        <translation>把得分变成概率的对数。</translation>
    </message>
    <message>
        <source>Turns scores into probabilities.</source>
        <translation>把得分变成概率。</translation>
    </message>
    <message>
        <source>Adds up elements: every one of them receives the same gradient.</source>
        <translation>把元素相加：每个元素得到相同的梯度。</translation>
    </message>
    <message>
        <source>The mean: every element receives the gradient divided by their number.</source>
        <translation>平均值：每个元素得到的是梯度除以元素个数。</translation>
    </message>
    <message>
        <source>A product: each factor receives the gradient times the other factor.</source>
        <translation>乘积：每个因子得到的是梯度乘以另一个因子。</translation>
    </message>
    <message>
        <source>A quotient.</source>
        <translation>商。</translation>
    </message>
    <message>
        <source>A sum: passes the gradient on to both terms.</source>
        <translation>和：把梯度原样传给两个加数。</translation>
    </message>
    <message>
        <source>A difference: passes the gradient on, with its sign turned for the second.</source>
        <translation>差：把梯度向后传递，传给减数的梯度变号。</translation>
    </message>
    <message>
        <source>Turns the sign, of the gradient too.</source>
        <translation>变号，梯度也变号。</translation>
    </message>
    <message>
        <source>A power: multiplies the gradient by exponent × base ** (exponent - 1).</source>
        <translation>幂：把梯度乘以 exponent × base ** (exponent - 1)。</translation>
    </message>
    <message>
        <source>e to the power of x, which is its own derivative.</source>
        <translation>e 的 x 次幂，它的导数就是它自己。</translation>
    </message>
    <message>
        <source>The logarithm: divides the gradient by x, which explodes near zero.</source>
        <translation>对数：把梯度除以 x，在零附近会爆炸。</translation>
    </message>
    <message>
        <source>The square root: its derivative is infinite at zero.</source>
        <translation>平方根：在零处导数为无穷大。</translation>
    </message>
    <message>
        <source>Takes one index of an axis: the gradient goes there, and zeros everywhere else.</source>
        <translation>取某个轴上的一个索引：梯度传到该处，其余位置为零。</translation>
    </message>
    <message>
        <source>Takes a range: the gradient goes there, and zeros everywhere else.</source>
        <translation>取一个范围：梯度传到该处，其余位置为零。</translation>
    </message>
    <message>
        <source>Joins tensors: each receives its own part of the gradient.</source>
        <translation>拼接张量：每个张量得到属于自己的那部分梯度。</translation>
    </message>
    <message>
        <source>Cuts a tensor into parts: the parts&apos; gradients are joined again.</source>
        <translation>把张量切成若干部分：各部分的梯度会重新拼接。</translation>
    </message>
    <message>
        <source>Looks rows up in a table: only those rows receive a gradient.</source>
        <translation>在表中按行查找：只有查到的行得到梯度。</translation>
    </message>
    <message>
        <source>Dropout: what was dropped on the way forward receives no gradient.</source>
        <translation>Dropout：前向传播时被丢弃的元素得不到梯度。</translation>
    </message>
    <message>
        <source>Layer normalisation: shifts and scales each sample to mean 0 and spread 1.</source>
        <translation>层归一化：平移并缩放每个样本，使其均值为 0、标准差为 1。</translation>
    </message>
    <message>
        <source>Batch normalisation: shifts and scales each feature over the batch.</source>
        <translation>批归一化：在整个批次上平移并缩放每个特征。</translation>
    </message>
    <message>
        <source>A copy: the gradient passes unchanged.</source>
        <translation>副本：梯度原样通过。</translation>
    </message>
    <message>
        <source>The same numbers with another dtype or on another device.</source>
        <translation>相同的数值，换一种 dtype 或换一个设备。</translation>
    </message>
</context>
<context>
    <name>Outputs</name>
    <message>
        <source>Save the script</source>
        <translation>保存脚本</translation>
    </message>
    <message>
        <source>Python (*.py)</source>
        <translation>Python (*.py)</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>导出计算图</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>SVG (*.svg);;PDF (*.pdf);;PNG (*.png)</source>
        <translation>SVG (*.svg);;PDF (*.pdf);;PNG (*.png)</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>已保存 {0}。</translation>
    </message>
    <message>
        <source>Copied {0} lines of Python.</source>
        <translation>已复制 {0} 行 Python 代码。</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Overview map</source>
        <translation>概览图</translation>
    </message>
    <message>
        <source>The whole graph. Click or drag to move, turn the wheel to zoom.</source>
        <translation>整个计算图。点击或拖动可移动，滚动滚轮可缩放。</translation>
    </message>
</context>
<context>
    <name>OwnCard</name>
    <message>
        <source>The model that is open</source>
        <translation>已打开的模型</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Opens the dialog with these choices in it.</source>
        <translation>打开对话框，其中已填好这些选择。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>调用参数</translation>
    </message>
    <message>
        <source>Batch from</source>
        <translation>批次来源</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
</context>
<context>
    <name>ParameterTable</name>
    <message>
        <source>accumulated ×{0} since zero_grad</source>
        <translation>累加 ×{0}，自 zero_grad 起</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>The name that net.named_parameters() gives.</source>
        <translation>net.named_parameters() 给出的名称。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>The size of the tensor. A convolution&apos;s weight is outputs×inputs×height×width.</source>
        <translation>张量的大小。卷积权重为 输出通道×输入通道×高×宽。</translation>
    </message>
    <message>
        <source>Weight
norm</source>
        <translation>权重
范数</translation>
    </message>
    <message>
        <source>The length (L2 norm) of the weights: the root of their squares&apos; sum.</source>
        <translation>权重的长度（L2 范数）：各元素平方和的平方根。</translation>
    </message>
    <message>
        <source>Gradient
norm</source>
        <translation>梯度
范数</translation>
    </message>
    <message>
        <source>The length (L2 norm) of .grad. None means that there is no gradient, which is not the same as a gradient of zeros.</source>
        <translation>.grad 的长度（L2 范数）。None 表示没有梯度，这与全为零的梯度不同。</translation>
    </message>
    <message>
        <source>Update /
weight</source>
        <translation>更新量/
权重</translation>
    </message>
    <message>
        <source>How far the last step moved the weights, relative to their length. Around 0.001 is usual; much more is unstable, much less learns slowly.</source>
        <translation>上一次 step 让权重移动了多远，相对于权重的长度。通常在 0.001 左右；大得多则不稳定，小得多则学得慢。</translation>
    </message>
    <message>
        <source>Accumulations</source>
        <translation>累加次数</translation>
    </message>
    <message>
        <source>How many backwards have added to .grad since zero_grad. From the second on, .grad is the sum of several gradients.</source>
        <translation>自 zero_grad 以来，有多少次反向传播累加到了 .grad。从第二次起，.grad 就是多个梯度之和。</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>How many numbers the tensor holds.</source>
        <translation>张量包含多少个数。</translation>
    </message>
    <message>
        <source>Backward added to .grad {0} times since zero_grad: it now holds the sum of {0} gradients. Press zero_grad before backward to start from nothing.</source>
        <translation>自 zero_grad 以来，反向传播已向 .grad 累加 {0} 次：现在它是 {0} 个梯度之和。要从头开始，请在反向传播之前先按“梯度清零”。</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Copy &amp;row</source>
        <translation>复制行(&amp;R)</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>The net&apos;s &amp;order</source>
        <translation>按网络中的顺序(&amp;O)</translation>
    </message>
    <message>
        <source>The parameters appear here once PyTorch has loaded.</source>
        <translation>PyTorch 加载完成后，参数会显示在这里。</translation>
    </message>
    <message>
        <source>{0} parameters in {1} tensors</source>
        <translation>{1} 个张量，共 {0} 个参数</translation>
    </message>
    <message>
        <source>gradients accumulated ×{0} since zero_grad</source>
        <translation>梯度累加 ×{0}，自 zero_grad 起</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Opens {0} with the choices of the last time.</source>
        <translation>用上次的选择打开 {0}。</translation>
    </message>
</context>
<context>
    <name>Reloading</name>
    <message>
        <source>{0} was not reloaded; the model from before stays.</source>
        <translation>{0} 没有重新加载；之前的模型保持不变。</translation>
    </message>
    <message>
        <source>{0} was saved. F5 builds the model again.</source>
        <translation>{0} 已保存。按 F5 可重新构建模型。</translation>
    </message>
    <message>
        <source>{0} was reloaded; all weights are kept ({1}).</source>
        <translation>{0} 已重新加载；所有权重都已保留（{1} 个）。</translation>
    </message>
    <message>
        <source>{0} was reloaded: {1} weights are kept, {2} are not.</source>
        <translation>{0} 已重新加载：保留了 {1} 个权重，{2} 个没有保留。</translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation>… 以及另外 {0} 个</translation>
    </message>
    <message>
        <source>New, and drawn anew: {0}</source>
        <translation>新增并重新随机初始化：{0}</translation>
    </message>
</context>
<context>
    <name>RootsMenu</name>
    <message>
        <source>Walks the graph from {0} and adds to .grad what it reaches.</source>
        <translation>从 {0} 出发沿计算图行走，并把梯度累加到所到达参数的 .grad。</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Words, or conditions such as op:addmm g&gt;1e-3</source>
        <translation>文字，或条件，例如 op:addmm g&gt;1e-3</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>在计算图中查找</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Adds a condition: all must hold.</source>
        <translation>添加一个条件：必须满足所有条件。</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>仅显示这些</translation>
    </message>
    <message>
        <source>Hides every node that does not match.</source>
        <translation>隐藏所有不匹配的节点。</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一个匹配项 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一个匹配项 (F3)</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭查找 (Esc)</translation>
    </message>
    <message>
        <source>Type to search; F3 goes to the next match.</source>
        <translation>输入文字即可查找；F3 转到下一个匹配项。</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Matches: {0}</source>
        <translation>匹配项：{0}</translation>
    </message>
    <message>
        <source>Match {0} of {1}</source>
        <translation>第 {0} 个匹配项，共 {1} 个</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <source>{0} (fails)</source>
        <translation>{0}（不可用）</translation>
    </message>
    <message>
        <source>Net (tutorial)</source>
        <translation>Net（教程）</translation>
    </message>
    <message>
        <source>One neuron</source>
        <translation>单个神经元</translation>
    </message>
    <message>
        <source>torch.randn</source>
        <translation>torch.randn</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>x = 3.0</source>
        <translation>x = 3.0</translation>
    </message>
    <message>
        <source>MSELoss</source>
        <translation>MSELoss</translation>
    </message>
    <message>
        <source>CrossEntropyLoss</source>
        <translation>CrossEntropyLoss</translation>
    </message>
    <message>
        <source>Sum of output</source>
        <translation>输出之和</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>weight -= lr * grad</source>
        <translation>weight -= lr * grad</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Batch dimension</source>
        <translation>批次维度</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新方式</translation>
    </message>
    <message>
        <source>lr</source>
        <translation>lr</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批次大小</translation>
    </message>
    <message>
        <source>The example&apos;s own: it is part of the text that runs. Statements shows it, and Copy as Python gives it to you to change.</source>
        <translation>示例自带：它是所运行代码的一部分。“语句”面板会显示它，用“复制为 Python 代码”可以取得代码并自行修改。</translation>
    </message>
    <message>
        <source>The net that runs: the tutorial&apos;s Net, one neuron, nn.Linear(1, 1), on which accumulation can be counted by eye, or an example of a typical structure. Another net starts the session anew.</source>
        <translation>要运行的网络：教程中的 Net；单个神经元 nn.Linear(1, 1)，在它上面可以直接数出梯度的累加；或者某种典型结构的示例。换一个网络会让会话重新开始。</translation>
    </message>
    <message>
        <source>Where input and target come from: random numbers, as in the tutorial, handwritten digits from UCI, or x = 3.0 for the neuron.</source>
        <translation>输入和目标的来源：像教程中那样的随机数、来自 UCI 的手写数字，或者用于神经元的 x = 3.0。</translation>
    </message>
    <message>
        <source>What turns the output into one number: backward starts there.</source>
        <translation>把输出变成一个数的方式：反向传播从那里开始。</translation>
    </message>
    <message>
        <source>What Step does: the tutorial&apos;s hand-written update, or an optimizer of torch.optim with its own state.</source>
        <translation>“更新参数”的做法：教程中的手写更新，或者带有自身状态的 torch.optim 优化器。</translation>
    </message>
    <message>
        <source>Learning rate: how far Step moves along the gradient.</source>
        <translation>学习率：“更新参数”沿梯度移动多远。</translation>
    </message>
    <message>
        <source>How much of the last step&apos;s direction SGD keeps. 0: none.</source>
        <translation>SGD 保留上一步方向的多少。0：不保留。</translation>
    </message>
    <message>
        <source>torch.manual_seed: the same seed gives the same numbers. Another seed starts the session anew.</source>
        <translation>torch.manual_seed：相同的种子得到相同的数值。换一个种子会让会话重新开始。</translation>
    </message>
    <message>
        <source>Where the tensors live. Moving keeps weights, gradients and optimizer state.</source>
        <translation>张量所在的设备。移动时会保留权重、梯度和优化器状态。</translation>
    </message>
    <message>
        <source>How many samples go through the net at once: the N of the input&apos;s shape.</source>
        <translation>一次有多少个样本通过网络：即输入形状中的 N。</translation>
    </message>
    <message>
        <source>torch.nn expects mini-batches: N×1×32×32. Off: one sample without its batch dimension, 1×32×32. Press Forward to see what PyTorch says of it; input.unsqueeze(0) adds the dimension.</source>
        <translation>torch.nn 需要小批量（mini-batch）：N×1×32×32。关闭：没有批次维度的单个样本，1×32×32。按“前向传播”看看 PyTorch 怎么说；input.unsqueeze(0) 会补上这个维度。</translation>
    </message>
    <message>
        <source>Input: {0}</source>
        <translation>输入：{0}</translation>
    </message>
    <message>
        <source>Output: {0}</source>
        <translation>输出：{0}</translation>
    </message>
</context>
<context>
    <name>StatementsPanel</name>
    <message>
        <source>Every click writes here the PyTorch statement it stands for.</source>
        <translation>每次点击都会在这里写出它所代表的 PyTorch 语句。</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>{0} statements</source>
        <translation>{0} 条语句</translation>
    </message>
    <message>
        <source>1 statement</source>
        <translation>1 条语句</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>The graph between two clicks.</source>
        <translation>两次点击之间计算图的状态。</translation>
    </message>
    <message>
        <source>loss.item(), to the last digit.</source>
        <translation>loss.item()，精确到最后一位。</translation>
    </message>
    <message>
        <source>Forward passes since the seed.</source>
        <translation>自设置种子以来的前向传播次数。</translation>
    </message>
    <message>
        <source>Iterations per second, measured.</source>
        <translation>实测的每秒迭代次数。</translation>
    </message>
    <message>
        <source>Where the tensors live.</source>
        <translation>张量所在的设备。</translation>
    </message>
    <message>
        <source>The version of PyTorch that runs.</source>
        <translation>正在运行的 PyTorch 版本。</translation>
    </message>
    <message>
        <source>The process that runs PyTorch.</source>
        <translation>运行 PyTorch 的进程。</translation>
    </message>
    <message>
        <source>○ no graph</source>
        <translation>○ 无计算图</translation>
    </message>
    <message>
        <source>… Starting PyTorch</source>
        <translation>… 正在启动 PyTorch</translation>
    </message>
    <message>
        <source>torch {0}</source>
        <translation>torch {0}</translation>
    </message>
    <message>
        <source>PyTorch {0}, Python {1}, {2} threads, process {3}.</source>
        <translation>PyTorch {0}，Python {1}，{2} 个线程，进程 {3}。</translation>
    </message>
    <message>
        <source>● graph alive</source>
        <translation>● 计算图可用</translation>
    </message>
    <message>
        <source>◌ buffers freed</source>
        <translation>◌ 缓冲区已释放</translation>
    </message>
    <message>
        <source>iteration {0}</source>
        <translation>迭代 {0}</translation>
    </message>
    <message>
        <source>loss {0}</source>
        <translation>损失 {0}</translation>
    </message>
    <message>
        <source>▶ {0} it/s</source>
        <translation>▶ {0} 次/秒</translation>
    </message>
</context>
<context>
    <name>Teller</name>
    <message>
        <source>Nothing is selected.</source>
        <translation>没有选中任何内容。</translation>
    </message>
</context>
<context>
    <name>Tip</name>
    <message>
        <source>node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>receives the gradient of</source>
        <translation>接收以下形状的梯度</translation>
    </message>
    <message>
        <source>hands on gradients of</source>
        <translation>传出以下形状的梯度</translation>
    </message>
    <message>
        <source>module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>line</source>
        <translation>代码行</translation>
    </message>
    <message>
        <source>saved tensors</source>
        <translation>保存的张量</translation>
    </message>
    <message>
        <source>norm of the gradient</source>
        <translation>梯度的范数</translation>
    </message>
    <message>
        <source>ran as number</source>
        <translation>运行次序</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>operations</source>
        <translation>运算数</translation>
    </message>
    <message>
        <source>norms of the gradients</source>
        <translation>各梯度的范数</translation>
    </message>
    <message>
        <source>NaN or Inf</source>
        <translation>NaN 或 Inf</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>opens or closes it</source>
        <translation>展开或折叠</translation>
    </message>
    <message>
        <source>stands for</source>
        <translation>代表</translation>
    </message>
    <message>
        <source>used by</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>uses in this graph</source>
        <translation>在此计算图中的使用次数</translation>
    </message>
    <message>
        <source>norm of the gradient from this use</source>
        <translation>此处使用的梯度范数</translation>
    </message>
    <message>
        <source>norm of the gradient in all</source>
        <translation>总梯度的范数</translation>
    </message>
    <message>
        <source>another gradient, of Step&apos;s closure</source>
        <translation>另一个梯度，来自“更新参数”的闭包</translation>
    </message>
    <message>
        <source>in .grad now</source>
        <translation>.grad 中现有</translation>
    </message>
    <message>
        <source>output number</source>
        <translation>输出编号</translation>
    </message>
    <message>
        <source>gradient of</source>
        <translation>梯度的形状</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>no gradient came</source>
        <translation>没有梯度到达</translation>
    </message>
    <message>
        <source>torch computes none for this dtype</source>
        <translation>torch 不为这种 dtype 计算范数</translation>
    </message>
</context>
<context>
    <name>ViewerWindow</name>
    <message>
        <source>Python prompt</source>
        <translation>Python 提示符</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Verbs</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Not in this window: it shows the graph of another program. Open the model with gradwalk to press its verbs.</source>
        <translation>此窗口中不可用：它显示的是另一个程序的计算图。请用 gradwalk 打开模型，再使用这些操作。</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Use plain layers</source>
        <translation>使用简单分层</translation>
    </message>
    <message>
        <source>Gives the layout up and draws simple rows at once, with straight edges.</source>
        <translation>放弃布局，立即用直线边绘制简单的分层。</translation>
    </message>
    <message>
        <source>Laying out {0} operations for {1:.0f} s.</source>
        <translation>正在为 {0} 个运算布局，已用 {1:.0f} 秒。</translation>
    </message>
</context>
<context>
    <name>_Margin</name>
    <message>
        <source>{0}: written to standard error</source>
        <translation>{0}：写入了标准错误</translation>
    </message>
</context>
</TS>
